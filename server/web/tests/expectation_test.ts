import assert from "node:assert/strict";
import { test } from "node:test";
import { verdict } from "../src/workbench/expectation";
import type { Card } from "../src/workbench/hooks";

const card = (indicator: Card["indicator"], ...advice: string[]): Card => ({
  summary: "",
  indicator,
  source: { label: "" },
  extension: { "bone-health-cds.basis": { advice } },
});

test("all expected words are advised: more may be", () => {
  const shown = [card("warning", "dxa-repeat"), card("info", "calcium", "exercise")];
  assert.deepEqual(verdict({ advice: ["dxa-repeat", "calcium"], must_not: [], indicator: "warning" }, shown), { met: true, problems: [] });
});

test("each word that is missing or forbidden is told", () => {
  const { met, problems } = verdict({ advice: ["calcium"], must_not: ["dxa-repeat"], indicator: "info" }, [card("info", "dxa-repeat")]);
  assert.equal(met, false);
  assert.deepEqual(problems, ["not advised: calcium", "must not be advised: dxa-repeat"]);
});

test("no card is expected", () => {
  const expected = { advice: ["no-card"], must_not: [], indicator: null };
  assert.equal(verdict(expected, []).met, true);
  assert.equal(verdict(expected, [card("info", "calcium")]).met, false);
});

test("the highest indicator counts", () => {
  const shown = [card("info", "calcium"), card("warning", "calcium")];
  assert.equal(verdict({ advice: ["calcium"], must_not: [], indicator: "info" }, shown).met, false);
});
