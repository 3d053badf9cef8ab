// Checks resources against the StructureDefinitions of a version of FHIR, from an npm package of HL7 that holds them: of
// each element whether it is known, how often it may stand, of which type it is, and of a required binding its codes.
// For the versions that the other validators do not know. Not looked at: invariants, slices, extensions' content.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packages = { STU3: 'hl7.fhir.r3.examples', R5: 'hl7.fhir.r5.core' };
const any = /^[^]*$/;
const formats = {
  date: /^\d{4}(-\d\d(-\d\d)?)?$/,
  dateTime: /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  code: /^[^\s]+( [^\s]+)*$/,
  id: /^[A-Za-z0-9\-.]{1,64}$/,
};

export class Structures {
  constructor(version) {
    const require = createRequire(import.meta.url);
    this.folder = dirname(require.resolve(`${packages[version]}/package.json`));
    this.read = new Map();
  }

  /** All problems of a resource, one line each. */
  problemsOf(resource) {
    const type = resource.resourceType;
    const { resourceType, ...members } = resource;
    return this.definition(type) ? this.problemsAt(members, type, type, type) : [`${type}: no such resource`];
  }

  file(name) {
    if (!this.read.has(name)) {
      const path = join(this.folder, `${name}.json`);
      this.read.set(name, existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);
    }
    return this.read.get(name);
  }

  definition(type) {
    return this.file(`StructureDefinition-${type}`);
  }

  /** The elements one level below a path, by the names that they have in JSON. */
  children(type, path) {
    const children = new Map();
    for (const element of this.definition(type)?.snapshot.element ?? []) {
      const name = element.path.slice(path.length + 1);
      if (!element.path.startsWith(`${path}.`) || name.includes('.')) continue;
      for (const { code } of element.type ?? [{}]) {
        const inJson = name.replace('[x]', (code ?? '')[0]?.toUpperCase() + (code ?? '').slice(1));
        children.set(inJson, { element, code: code ?? '', name });
      }
    }
    return children;
  }

  problemsAt(value, type, path, place) {
    if (typeof value !== 'object' || Array.isArray(value)) return [`${place}: is no object`];
    const children = this.children(type, path);
    const problems = [];
    const found = new Set();
    for (const [member, content] of Object.entries(value)) {
      if (member.startsWith('_')) continue;
      const child = children.get(member);
      if (!child) {
        problems.push(`${place}.${member}: no such element`);
        continue;
      }
      found.add(child.name);
      problems.push(...this.problemsOfElement(content, child, type, `${place}.${member}`));
    }
    for (const { element, name } of children.values())
      if (element.min > 0 && !found.has(name)) problems.push(`${place}.${name}: is missing`);
    return [...new Set(problems)];
  }

  problemsOfElement(content, child, type, place) {
    const isList = child.element.max !== '1';
    if (Array.isArray(content) !== isList) return [`${place}: ${isList ? 'is no list' : 'is a list'}`];
    return (isList ? content : [content]).flatMap((item) => this.problemsOfValue(item, child, type, place));
  }

  problemsOfValue(value, { element, code }, type, place) {
    const reference = element.contentReference?.split('#').pop();
    if (reference) return this.problemsAt(value, type, reference, place);
    if (code === 'BackboneElement' || code === 'Element') return this.problemsAt(value, type, element.path, place);
    if (code === 'Resource') return this.problemsOf(value);
    const definition = this.definition(code);
    if (definition && definition.kind !== 'primitive-type')
      return [...this.problemsAt(value, code, code, place), ...this.problemsOfConcept(value, element, code, place)];
    return this.problemsOfPrimitive(value, element, code, place);
  }

  problemsOfPrimitive(value, element, code, place) {
    const isNumber = ['decimal', 'integer', 'positiveInt', 'unsignedInt'].includes(code);
    const wanted = code === 'boolean' ? 'boolean' : isNumber ? 'number' : 'string';
    if (typeof value !== wanted) return [`${place}: is no ${wanted}`];
    if (wanted === 'string' && !(formats[code] ?? any).test(value)) return [`${place}: is no ${code}`];
    const codes = code === 'code' ? this.requiredCodes(element) : undefined;
    return codes && !codes.has(value) ? [`${place}: '${value}' is not one of its codes`] : [];
  }

  problemsOfConcept(value, element, code, place) {
    const codes = code === 'CodeableConcept' ? this.requiredCodes(element) : undefined;
    const wrong = (value.coding ?? []).filter((coding) => codes && !codes.has(coding.code));
    return wrong.map((coding) => `${place}: '${coding.code}' is not one of its codes`);
  }

  /** The codes of a required binding; nothing if they cannot be told. */
  requiredCodes(element) {
    const binding = element.binding;
    if (binding?.strength !== 'required') return undefined;
    const url = binding.valueSet ?? binding.valueSetReference?.reference ?? '';
    const include = this.file(`ValueSet-${url.split('|')[0].split('/').pop()}`)?.compose?.include ?? [];
    const codes = new Set();
    for (const part of include) {
      const concepts = part.concept ?? this.conceptsOf(part.system);
      if (!concepts || part.filter) return undefined;
      concepts.forEach((concept) => codes.add(concept.code));
    }
    return codes.size > 0 ? codes : undefined;
  }

  conceptsOf(system = '') {
    const flat = (concepts = []) => concepts.flatMap((concept) => [concept, ...flat(concept.concept)]);
    const codeSystem = this.file(`CodeSystem-${system.split('/').pop()}`);
    return codeSystem?.url === system && codeSystem.concept ? flat(codeSystem.concept) : undefined;
  }
}
