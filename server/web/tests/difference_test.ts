import assert from "node:assert/strict";
import { test } from "node:test";
import type { Guideline, Rule, Table } from "../src/common/api";
import { difference } from "../src/guideline/difference";

const rule = (id: string, cell: string, outcome = "yes"): Rule => ({ id, ways: [{ age: cell, sex: "female" }], outcome, criterion: "", source: "" });
const table = (id: string, ...rules: Rule[]): Table => ({ id, title: id, version: "1", inputs: ["age", "sex"], rules, outcomes: [] });
const guideline = (...tables: Table[]) => ({ tables, counts: [] }) as unknown as Guideline;

test("a guideline does not differ from itself, in whatever order its cells are written", () => {
  const turned = { ...rule("a", "> 1"), ways: [{ sex: "female", age: "> 1" }] };
  const found = difference(guideline(table("t", rule("a", "> 1"))), guideline(table("t", turned)));
  assert.deepEqual(found, { tables: [], counts: [], same: 1 });
});

test("rules that were added, removed or changed are told, and in what", () => {
  const before = guideline(table("t", rule("same", "1"), rule("changed", "< 65"), rule("gone", "2")));
  const after = guideline(table("t", rule("same", "1"), rule("changed", "< 70", "no"), rule("new", "3")));
  const [{ rules }] = difference(before, after).tables;
  assert.deepEqual(rules.map(({ id, before, after, what }) => [id, !!before, !!after, what]), [
    ["changed", true, true, ["cells", "outcome"]],
    ["new", false, true, []],
    ["gone", true, false, []],
  ]);
});

test("tables that only one has are told", () => {
  const { tables, same } = difference(guideline(table("one"), table("both")), guideline(table("both"), table("two")));
  assert.deepEqual(tables.map(({ id, before, after }) => [id, !!before, !!after]), [["two", false, true], ["one", true, false]]);
  assert.equal(same, 1);
});

test("criteria of counts are compared", () => {
  const count = (when: string) => [{ id: "c", title: "c", any: false, source: "", criteria: [{ id: "age", label: "age", when: { age: when } }] }];
  const before = { ...guideline(), counts: count("> 65") };
  const after = { ...guideline(), counts: count("> 70") };
  assert.deepEqual(difference(before, after).counts[0].lines, ["changed: age, from age > 65 to age > 70"]);
});
