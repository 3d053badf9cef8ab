// That the validators find what is broken: a check that accepts everything would go unnoticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsByFhir, problemsByMedplum, problemsOf } from './validators.mjs';

const serviceRequest = {
  resourceType: 'ServiceRequest',
  status: 'draft',
  intent: 'proposal',
  category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
  code: { coding: [{ system: 'http://snomed.info/sct', code: '312681000' }] },
  subject: { reference: 'Patient/example' },
  authoredOn: '2026-06-15',
};
const medicationRequest = {
  resourceType: 'MedicationRequest',
  status: 'draft',
  intent: 'proposal',
  medicationCodeableConcept: { text: 'Calcium' },
  subject: { reference: 'Patient/example' },
};

test('a good resource is accepted', () => {
  assert.deepEqual(problemsOf(serviceRequest), []);
  assert.deepEqual(problemsOf(medicationRequest), []);
});

const { intent, ...withoutIntent } = serviceRequest;
const { medicationCodeableConcept, ...withoutMedication } = medicationRequest;
const brokenForBoth = {
  'a required element is missing': withoutIntent,
  'a required choice is missing': withoutMedication,
  'an element that R4 does not have': { ...serviceRequest, colour: 'blue' },
  'a reference that is text': { ...serviceRequest, subject: 'Patient/example' },
  'an object where an array belongs': { ...serviceRequest, category: serviceRequest.category[0] },
};
for (const [what, resource] of Object.entries(brokenForBoth)) {
  test(`both find: ${what}`, () => {
    assert.notDeepEqual(problemsByFhir(resource), []);
    assert.notDeepEqual(problemsByMedplum(resource), []);
  });
}

test('fhir finds a code outside a required value set, which medplum does not look up', () => {
  assert.notDeepEqual(problemsByFhir({ ...serviceRequest, status: 'bogus' }), []);
});

test('medplum finds a date that is none', () => {
  assert.notDeepEqual(problemsByMedplum({ ...serviceRequest, authoredOn: '2026-6-15' }), []);
});
