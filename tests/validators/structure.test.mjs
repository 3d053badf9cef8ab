// That resources of STU3 and R5 are told from those of R4 and from broken ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from './validators.mjs';

const code = { coding: [{ system: 'http://snomed.info/sct', code: '312681000' }] };
const order = { status: 'draft', intent: 'proposal', subject: { reference: 'Patient/example' } };
const good = {
  STU3: [
    { resourceType: 'ProcedureRequest', ...order, code, reasonCode: [{ text: 'x' }], context: { reference: 'Encounter/1' } },
    { resourceType: 'MedicationRequest', ...order, medicationCodeableConcept: code, dosageInstruction: [{ text: 'x' }] },
  ],
  R5: [
    { resourceType: 'ServiceRequest', ...order, code: { concept: code }, reason: [{ concept: code }] },
    { resourceType: 'MedicationRequest', ...order, medication: { concept: code }, authoredOn: '2026-06-15' },
  ],
};

for (const [version, resources] of Object.entries(good))
  for (const resource of resources)
    test(`a good ${resource.resourceType} of ${version} is accepted`, () => {
      assert.deepEqual(problemsOf(resource, version), []);
    });

const broken = {
  'a type of R4': ['STU3', { resourceType: 'ServiceRequest', ...order, code }],
  'a concept where R5 has a CodeableReference': ['R5', { ...good.R5[0], code }],
  'medication[x] in R5': ['R5', { ...good.STU3[1] }],
  'an encounter in STU3': ['STU3', { ...good.STU3[0], encounter: { reference: 'Encounter/1' } }],
  'an object where a list belongs': ['R5', { ...good.R5[0], reason: { concept: code } }],
  'a list where an object belongs': ['STU3', { ...good.STU3[1], category: [code] }],
  'a code outside a required value set': ['R5', { ...good.R5[0], status: 'bogus' }],
  'a missing element': ['STU3', { ...good.STU3[0], code: undefined }],
  'a reference that is text': ['R5', { ...good.R5[0], subject: 'Patient/example' }],
  'a number for a text': ['STU3', { ...good.STU3[1], dosageInstruction: [{ text: 5 }] }],
  'a date that is none': ['R5', { ...good.R5[1], authoredOn: '2026-6-15' }],
  'an element that no version has': ['R5', { ...good.R5[0], colour: 'blue' }],
};
for (const [what, [version, resource]] of Object.entries(broken))
  test(`found: ${what}`, () => {
    assert.notDeepEqual(problemsOf(JSON.parse(JSON.stringify(resource)), version), []);
  });
