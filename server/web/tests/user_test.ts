import assert from "node:assert/strict";
import { test } from "node:test";
import { userOf } from "../src/view/user";

test("the user is who the token says, wherever and in whichever version he is", () => {
  for (const user of ["Patient/1", "https://ehr.example.org/fhir/Patient/1", "https://ehr.example.org/fhir/Patient/1/_history/2"])
    assert.equal(userOf({ fhirUser: user }), user);
  assert.equal(userOf({ fhirUser: "https://ehr.example.org/fhir/Patient/1/" }), "https://ehr.example.org/fhir/Patient/1");
  assert.equal(userOf({ profile: "RelatedPerson/3" }), "RelatedPerson/3");
});

test("without a token, or with one that names nobody, somebody is named all the same", () => {
  for (const claims of [null, {}, { fhirUser: "" }]) assert.equal(userOf(claims), "Practitioner/unknown");
});
