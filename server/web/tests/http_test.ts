import assert from "node:assert/strict";
import { test } from "node:test";
import { outcomeText, refusal } from "../src/common/http";
import { neighbour } from "../src/common/tabs";

test("a refusal says what its OperationOutcome says, an issue a line", () => {
  const body = { resourceType: "OperationOutcome", issue: [{ code: "required", diagnostics: "hook is missing" }, { code: "value", details: { text: "odd" } }] };
  assert.equal(refusal(400, JSON.stringify(body)).message, "hook is missing\nodd");
});

test("what is no OperationOutcome is told by its status", () => {
  assert.match(refusal(502, "<html>").message, /502/);
  assert.equal(outcomeText(null), undefined);
  assert.equal(outcomeText({ resourceType: "OperationOutcome", issue: [] }), undefined);
});

test("arrow keys go round the tabs", () => {
  assert.equal(neighbour("ArrowRight", 2, 3), 0);
  assert.equal(neighbour("ArrowLeft", 0, 3), 2);
  assert.equal(neighbour("End", 0, 3), 2);
  assert.equal(neighbour("Enter", 0, 3), undefined);
});
