// The profile "restricted" of Kubernetes' Pod Security Standards, which the namespace enforces, and what we ask beyond it.
import { nameOf, ofKind } from './overlays.mjs';

const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];
const HOST = ['hostNetwork', 'hostPID', 'hostIPC'];

/** What a Deployment's pods would be refused for, or should be, one line each. */
export function problemsOfPods(manifests) {
  return ofKind(manifests, 'Deployment').flatMap((deployment) => {
    const pod = deployment.spec.template.spec;
    const wrong = [...wrongOfPod(pod), ...[...(pod.initContainers ?? []), ...pod.containers].flatMap(wrongOfContainer)];
    return wrong.map((what) => `${nameOf(deployment)}: ${what}`);
  });
}

const failing = (rules) => Object.entries(rules).filter(([, holds]) => !holds).map(([name]) => name);

function wrongOfPod(pod) {
  return failing({
    'has to run as a user other than root': pod.securityContext?.runAsNonRoot === true && pod.securityContext.runAsUser > 0,
    'has to have the seccomp profile of the runtime': pod.securityContext?.seccompProfile?.type === 'RuntimeDefault',
    'must not share namespaces with the node': HOST.every((name) => !pod[name]),
    'must not have such volumes': (pod.volumes ?? []).every((volume) =>
      Object.keys(volume).every((name) => name === 'name' || VOLUMES.includes(name))),
    'must not have a token of Kubernetes': pod.automountServiceAccountToken === false,
    'must not be given options by the names of Services': pod.enableServiceLinks === false,
    'has to have 30 seconds to end': (pod.terminationGracePeriodSeconds ?? 30) >= 30,
  });
}

function wrongOfContainer({ securityContext = {}, resources = {}, ports = [], ...container }) {
  return failing({
    'must not gain privileges': securityContext.allowPrivilegeEscalation === false && !securityContext.privileged,
    'must have no capabilities': securityContext.capabilities?.drop?.includes('ALL') && !securityContext.capabilities.add,
    'must not write into its image': securityContext.readOnlyRootFilesystem === true,
    'must not have ports of the node': ports.every(({ hostPort }) => hostPort === undefined),
    'has to ask for what it needs': resources.requests?.cpu && resources.requests.memory && resources.limits?.memory,
    'has to be probed': container.startupProbe && container.readinessProbe && container.livenessProbe,
    'has to have an image of a version': /[:@][^:@/]+$/.test(container.image) && !container.image.endsWith(':latest'),
  });
}
