// Prints what is wrong with the manifests of every overlay; the status is 0 if nothing is.
import { problemsOfCoherence } from './coherence.mjs';
import { OVERLAYS, rendered } from './overlays.mjs';
import { problemsOfPods } from './pod_security.mjs';
import { problemsOfShape } from './schema.mjs';

for (const overlay of OVERLAYS) {
  const manifests = rendered(overlay);
  const problems = [...problemsOfShape(manifests), ...problemsOfCoherence(manifests), ...problemsOfPods(manifests)];
  problems.forEach((problem) => console.log(`${overlay}: ${problem}`));
  console.log(`${overlay}: ${manifests.length} manifests, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}
