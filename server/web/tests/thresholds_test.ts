import assert from "node:assert/strict";
import { test } from "node:test";
import type { Guideline } from "../src/common/api";
import { treatmentLines } from "../src/view/thresholds";

const rule = (id: string, outcome: string, ...ways: Record<string, string>[]) => ({ id, outcome, ways, criterion: `${id}.`, source: "" });
const guideline = {
  tables: [
    {
      id: "treatment-indication",
      rules: [
        rule("low", "indicated", { t_score: "< -2.0" }),
        rule("factor", "indicated", { t_score: "[-2.0..-1.5)", risk_factors: ">= 1" }),
        rule("fracture", "indicated", { t_score: ">= -2.0, unknown", hip_or_vertebral_fracture: "true" }),
        rule("exactly", "consider", { t_score: "-2.0" }),
      ],
    },
  ],
} as unknown as Guideline;
const decided = (outcome: string) => [{ table: "therapy-group", rule: outcome, outcome }];

test("the thresholds are those of the guideline's table", () => {
  const { thresholds, whyNone } = treatmentLines(guideline, { tables: decided("covered") });
  assert.equal(whyNone, undefined);
  assert.deepEqual(thresholds, [
    { tScore: -2, included: false, criteria: ["low."] },
    { tScore: -1.5, included: false, criteria: ["factor."] },
  ]);
  assert.equal(treatmentLines(guideline, { tables: [] }).thresholds.length, 2);
});

test("none are drawn where the criteria do not apply, and that is said", () => {
  const man = treatmentLines(guideline, { tables: decided("man") });
  assert.deepEqual(man.thresholds, []);
  assert.match(man.whyNone!, /do not apply to men/);
  assert.doesNotMatch(man.whyNone!, /menopause/);
  const young = treatmentLines(guideline, { tables: decided("premenopausal") });
  assert.deepEqual(young.thresholds, []);
  assert.match(young.whyNone!, /before the menopause/);
  const pregnant = treatmentLines(guideline, { tables: decided("covered"), outOfScope: "pregnancy-conflict" });
  assert.deepEqual(pregnant.thresholds, []);
  assert.match(pregnant.whyNone!, /do not apply here/);
});

test("a guideline without thresholds has none", () => {
  assert.match(treatmentLines({ tables: [] } as unknown as Guideline, { tables: [] }).whyNone!, /no thresholds/);
});
