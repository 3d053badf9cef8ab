// Each way of breaking the manifests is found.
import assert from 'node:assert/strict';
import test from 'node:test';
import { problemsOfCoherence } from './coherence.mjs';
import { ofKind, rendered } from './overlays.mjs';
import { problemsOfPods } from './pod_security.mjs';
import { problemsOfShape } from './schema.mjs';

const production = rendered('production');
// The data of the guideline's ConfigMaps are nobody's schema, and long.
const shapes = production.filter(({ kind }) => kind !== 'ConfigMap');

/** A copy of manifests of which the first one of a kind is changed. */
function with_(manifests, kind, change) {
  const copy = structuredClone(manifests);
  change(ofKind(copy, kind)[0]);
  return copy;
}

const podOf = (deployment) => deployment.spec.template.spec;
const containerOf = (deployment) => podOf(deployment).containers[0];

const SHAPES = {
  'a key that there is none of': ['Deployment', (it) => { containerOf(it).livenesProbe = containerOf(it).livenessProbe; }],
  'a key in the wrong place': ['Deployment', (it) => { it.spec.enableServiceLinks = false; }],
  'a key of a policy': ['NetworkPolicy', (it) => { it.spec.egres = []; }],
  'a key of a monitor': ['ServiceMonitor', (it) => { it.spec.endpoints[0].intervall = '30s'; }],
  'text for a number': ['Deployment', (it) => { containerOf(it).ports[0].containerPort = '8443'; }],
  'a value that is none': ['Deployment', (it) => { it.spec.strategy.type = 'Rolling'; }],
  'a member that has to be there': ['HorizontalPodAutoscaler', (it) => { delete it.spec.maxReplicas; }],
  'a kind that there is none of': ['Service', (it) => { it.kind = 'Servis'; }],
  'a version that there is none of': ['PodDisruptionBudget', (it) => { it.apiVersion = 'policy/v7'; }],
};

const COHERENCE = {
  'a selector': ['Service', (it) => { it.spec.selector = { app: 'bone' }; }],
  'a budget for other pods': ['PodDisruptionBudget', (it) => { it.spec.selector.matchLabels = { app: 'bone' }; }],
  'a scaler of another Deployment': ['HorizontalPodAutoscaler', (it) => { it.spec.scaleTargetRef.name = 'bone'; }],
  'a port': ['Service', (it) => { it.spec.ports[0].targetPort = 'http'; }],
  'a ConfigMap that is not there': ['Deployment', (it) => { containerOf(it).envFrom[0].configMapRef.name += 'x'; }],
  'a ConfigMap that may change under the pods': ['ConfigMap', (it) => { it.metadata.name = 'clients'; }],
  'a monitor that finds no Service': ['ServiceMonitor', (it) => { it.spec.selector.matchLabels = { app: 'bone' }; }],
  'a job that no alert knows': ['ServiceMonitor', (it) => { delete it.spec.jobLabel; }],
  'a policy for everybody': ['NetworkPolicy', (it) => { it.spec = { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] }; }],
  'a policy for the whole world': ['NetworkPolicy', (it) => { it.spec.egress = [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] }]; }],
  'our label on pods of others': ['NetworkPolicy', (it) => {
    it.spec.egress[0].to = [{ namespaceSelector: {}, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'bone-health-cds' } } }];
  }],
};

const PODS = {
  'root': (it) => { podOf(it).securityContext.runAsUser = 0; },
  'capabilities': (it) => { containerOf(it).securityContext.capabilities.add = ['NET_ADMIN']; },
  'a folder of the node': (it) => { podOf(it).volumes.push({ name: 'host', hostPath: { path: '/' } }); },
  'options by the names of Services': (it) => { delete podOf(it).enableServiceLinks; },
  'no probe': (it) => { delete containerOf(it).readinessProbe; },
  'no bound of memory': (it) => { delete containerOf(it).resources.limits; },
  'any version': (it) => { containerOf(it).image = 'registry.example.org/bone-health-cds:latest'; },
};

test('the shape', async (t) => {
  assert.deepEqual(problemsOfShape(shapes), []);
  for (const [name, [kind, change]] of Object.entries(SHAPES)) {
    await t.test(name, () => assert.notDeepEqual(problemsOfShape(with_(ofKind(shapes, kind), kind, change)), []));
  }
});

test('what names each other', async (t) => {
  assert.deepEqual(problemsOfCoherence(production), []);
  const undenied = production.filter(({ metadata }) => metadata.name !== 'deny-all');
  assert.notDeepEqual(problemsOfCoherence(undenied), []);
  for (const [name, [kind, change]] of Object.entries(COHERENCE)) {
    await t.test(name, () => assert.notDeepEqual(problemsOfCoherence(with_(production, kind, change)), []));
  }
});

test('the rights of pods', async (t) => {
  assert.deepEqual(problemsOfPods(production), []);
  for (const [name, change] of Object.entries(PODS)) {
    await t.test(name, () => assert.notDeepEqual(problemsOfPods(with_(production, 'Deployment', change)), []));
  }
});
