import assert from "node:assert/strict";
import { test } from "node:test";
import { choiceOf, firstChoice, hashOf } from "../src/workbench/choice";

test("a choice comes back from its hash", () => {
  const choice = { ...firstChoice, patient: "V18", hook: "patient-view" as const, drug: "exemestane", guideline: "asco-2019", date: "2027-01-31" };
  assert.deepEqual(choiceOf(hashOf(choice)), choice);
});

test("nothing is believed of a hash that cannot be", () => {
  assert.deepEqual(choiceOf("#patient=<b>&hook=order-dispatch&drug=aspirin&guideline=a/b&date=soon"), firstChoice);
  assert.deepEqual(choiceOf(""), firstChoice);
});

test("a patient on a FHIR server and a pasted request are not in the address", () => {
  assert.equal(hashOf({ ...firstChoice, from: "server" }), "");
  assert.equal(hashOf({ ...firstChoice, from: "pasted" }), "");
});
