// Checks every resource that the answers in a directory suggest: node validate.mjs DIRECTORY
//
// The directory holds answers of the service, one JSON file each; the name of one to a client of another version of FHIR
// than R4 begins with it, such as "STU3-". Prints one line for each problem; the exit status is 0 if there was at least
// one resource of each version and all were valid.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from './validators.mjs';

function* suggestedResources(answer) {
  for (const card of answer.cards ?? []) {
    for (const suggestion of card.suggestions ?? []) {
      for (const action of suggestion.actions ?? []) {
        if (action.resource) {
          yield action.resource;
        }
      }
    }
  }
}

const directory = process.argv[2];
if (!directory) {
  console.error('usage: node validate.mjs DIRECTORY');
  process.exit(2);
}
const versions = ['R4', 'R4B', 'STU3', 'R5'];
const kinds = new Map();
const seen = new Set();
let resources = 0;
let invalid = 0;
for (const file of readdirSync(directory).filter((name) => name.endsWith('.json')).sort()) {
  const version = versions.find((each) => file.startsWith(`${each}-`)) ?? 'R4';
  for (const resource of suggestedResources(JSON.parse(readFileSync(join(directory, file), 'utf8')))) {
    const problems = problemsOf(resource, version);
    problems.forEach((problem) => console.error(`${file}: ${problem}`));
    const kind = `${resource.resourceType} of ${version}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    seen.add(version);
    resources += 1;
    invalid += problems.length > 0 ? 1 : 0;
  }
}
const listed = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
console.log(`suggested resources: ${resources - invalid} valid, ${invalid} invalid (${listed || 'none at all'})`);
const unseen = versions.filter((version) => !seen.has(version));
if (unseen.length > 0) console.error(`there was none of ${unseen.join(', ')}`);
process.exit(unseen.length === 0 && invalid === 0 ? 0 : 1);
