// Checks every resource that the answers in a directory suggest: node validate.mjs DIRECTORY
//
// The directory holds answers of the service, one JSON file each. Prints one line for each problem; the exit status is
// 0 if there was at least one resource and all were valid.
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
const kinds = new Map();
let resources = 0;
let invalid = 0;
for (const file of readdirSync(directory).filter((name) => name.endsWith('.json')).sort()) {
  for (const resource of suggestedResources(JSON.parse(readFileSync(join(directory, file), 'utf8')))) {
    const problems = problemsOf(resource);
    problems.forEach((problem) => console.error(`${file}: ${problem}`));
    kinds.set(resource.resourceType, (kinds.get(resource.resourceType) ?? 0) + 1);
    resources += 1;
    invalid += problems.length > 0 ? 1 : 0;
  }
}
const listed = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
console.log(`suggested resources: ${resources - invalid} valid, ${invalid} invalid (${listed || 'none at all'})`);
process.exit(resources > 0 && invalid === 0 ? 0 : 1);
