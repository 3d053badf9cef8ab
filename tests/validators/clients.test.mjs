// That the schema of the clients file accepts and refuses what the service does: both are tried on the same files
// (tests/server/clients_test.cpp). bad-reader-only-*.json is wrong in ways that a schema cannot tell.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';

const deploy = new URL('../../deploy/', import.meta.url);
const fixtures = new URL('../fixtures/clients-files/', import.meta.url);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

const fits = new Ajv2020({ strict: true, strictRequired: false }).compile(read(new URL('clients.schema.json', deploy)));
const names = readdirSync(fixtures).filter((name) => !name.startsWith('bad-reader-only-'));

test('the example fits the schema', () => {
  assert.ok(fits(read(new URL('clients.example.json', deploy))), JSON.stringify(fits.errors));
});

test('there are files of both kinds', () => {
  assert.ok(names.some((name) => name.startsWith('good-')) && names.some((name) => name.startsWith('bad-')));
});

for (const name of names) {
  const isGood = name.startsWith('good-');
  test(`${name} is ${isGood ? 'accepted' : 'refused'}`, () => {
    assert.equal(fits(read(new URL(name, fixtures))), isGood, JSON.stringify(fits.errors));
  });
}
