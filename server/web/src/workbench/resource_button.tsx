// A reference to a resource, which opens the resource out of the request that was sent.
import { useRef, useState } from "preact/hooks";
import type { Resource } from "../common/api";
import { JsonText } from "./json_text";

export function ResourceButton({ reference, sent }: { reference: string; sent: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [resource, setResource] = useState<Resource>();
  const open = () => {
    setResource(resourceIn(sent, reference));
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" class="plain small" onClick={open}>
        {reference}
      </button>
      <dialog ref={dialog} aria-label={reference}>
        <div class="stack">
          <div class="row">
            <h4>{reference}</h4>
            <button type="button" class="small" onClick={() => dialog.current?.close()}>
              Close
            </button>
          </div>
          {resource && <JsonText label={reference} text={JSON.stringify(resource, null, 2)} />}
          {!resource && <p>It is not in the request: the service fetched it from the FHIR server.</p>}
        </div>
      </dialog>
    </>
  );
}

/** The resource of "Type/id" anywhere in a request; undefined if it is not in it. */
export function resourceIn(sent: string, reference: string): Resource | undefined {
  const find = (value: unknown): Resource | undefined => {
    if (value === null || typeof value !== "object") return undefined;
    const { resourceType, id } = value as Resource;
    if (resourceType && `${resourceType}/${id}` === reference) return value as Resource;
    for (const child of Object.values(value)) {
      const found = find(child);
      if (found) return found;
    }
    return undefined;
  };
  return find(JSON.parse(sent));
}
