import assert from "node:assert/strict";
import { test } from "node:test";
import { factValueText } from "../src/common/values";
import { detailsOf } from "../src/view/patient";

const ageOf = (birthDate: string | undefined, age?: number | null) =>
  detailsOf({ resourceType: "Patient", birthDate }, "2026-06-15", age).find(({ label }) => label === "Age")!.value;

test("the age is that of the cards", () => {
  assert.equal(ageOf("1960-02-29", 66), "66 years");
  assert.equal(ageOf("1960", 65), "65 years");
  assert.equal(ageOf("2030-01-01", null), "not on record");
});

test("where the service says nothing, the age is counted here", () => {
  assert.equal(ageOf("1960-06-15"), "66 years");
  assert.equal(ageOf("1960-06-16"), "65 years");
  assert.equal(ageOf(undefined), "not on record");
});

test("numbers are those of the cards", () => {
  assert.equal(factValueText({ value: -2, shown: "-2.0" }), "-2.0");
  assert.equal(factValueText({ value: 25.13, shown: "25" }), "25");
  assert.equal(factValueText({ value: true }), "yes");
});
