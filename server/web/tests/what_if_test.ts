import assert from "node:assert/strict";
import { test } from "node:test";
import type { Variable } from "../src/common/api";
import { faultOf, mayBeUnknown } from "../src/workbench/fact_form";
import { changedTables } from "../src/workbench/what_changes";
import { factsBody } from "../src/workbench/what_if";

const fact = (part: Partial<Variable>): Variable => ({ name: "x", label: "x", kind: "fact", type: "number", alwaysKnown: false, ...part });

test("what is unknown is left out of what is decided about", () => {
  assert.deepEqual(factsBody({ age: 66, sex: null, renewal: false }), { facts: { age: 66, renewal: false } });
});

test("a fact may be unknown unless it always is known, or is a detail of one that is", () => {
  assert.equal(mayBeUnknown(fact({}), {}), true);
  assert.equal(mayBeUnknown(fact({ alwaysKnown: true }), {}), false);
  const detail = fact({ knownWith: { name: "t_score" } });
  assert.equal(mayBeUnknown(detail, { t_score: -2 }), false);
  assert.equal(mayBeUnknown(detail, { t_score: null }), true);
  const ofValue = fact({ knownWith: { name: "bone_agent", value: "denosumab" } });
  assert.equal(mayBeUnknown(ofValue, { bone_agent: "denosumab" }), false);
  assert.equal(mayBeUnknown(ofValue, { bone_agent: "other" }), true);
});

test("a number that no patient has is told, with those that there are", () => {
  const score = fact({ least: -7, most: 6 });
  assert.equal(faultOf(score, 12, true), "It must be from -7 to 6.");
  assert.equal(faultOf(score, -7, true), "");
  assert.equal(faultOf(fact({ least: 0 }), -1, true), "It must be 0 or more.");
  assert.equal(faultOf(score, null, true), "");
  assert.equal(faultOf(score, null, false), "It must be known beside the others.");
});

test("tables in which another rule fires are told, and those that only one asked", () => {
  const decided = (...pairs: [string, string][]) => ({ tables: pairs.map(([table, rule]) => ({ table, rule, outcome: rule })) });
  const found = changedTables(decided(["a", "1"], ["b", "1"], ["c", "1"]), decided(["a", "1"], ["b", "2"]));
  assert.deepEqual(found, [
    { id: "b", before: "1", after: "2" },
    { id: "c", before: "1", after: undefined },
  ]);
});
