// The bill of materials fits the schema of CycloneDX and names what a reader looks for; a broken one is found.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

const text = readFileSync(process.env.SBOM, 'utf8');
const bill = JSON.parse(text);
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
const named = (name) => bill.components.filter((component) => component.name === name);

test('it fits the schema', async () => {
  assert.equal(await validator.validate(text), null);
});

test('the schema is one that refuses', async () => {
  assert.notEqual(await validator.validate(JSON.stringify({ ...bill, components: [{ type: 'library' }] })), null);
});

test('it has the libraries of each kind', () => {
  for (const name of ['libc6', 'libssl3', 'libpq5', 'libstdc++6', 'libboost1.81-dev', 'rapidjson-dev', 'libcli11-dev', 'preact', 'marked'])
    assert.equal(named(name).length, 1, name);
});

test('what is for building alone is not in it', () => {
  for (const name of ['esbuild', 'typescript', 'cmake']) assert.equal(named(name).length, 0, name);
});

test('all have a version, a package URL and a licence', () => {
  for (const { name, version, purl, licenses } of bill.components) {
    assert.ok(version && purl, name);
    assert.ok(licenses?.length > 0, name);
  }
});
