// Copies a text, and says so.
import { useEffect, useState } from "preact/hooks";

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [said, say] = useState("");
  useEffect(() => say(""), [text]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say("Copied"),
      () => say("Not copied: the browser does not allow it"),
    );
  return (
    <span class="row">
      <button type="button" class="small" onClick={copy}>
        {label}
      </button>
      <span role="status" class="small muted">
        {said}
      </span>
    </span>
  );
}
