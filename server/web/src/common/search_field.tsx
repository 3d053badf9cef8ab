// A labelled field for words by which a list is narrowed.
import { useId } from "preact/hooks";

interface SearchFieldParts {
  label: string;
  words: string;
  onType: (words: string) => void;
}

export function SearchField({ label, words, onType }: SearchFieldParts) {
  const id = useId();
  return (
    <div>
      <label for={id}>{label}</label>
      <input id={id} type="search" value={words} onInput={(event) => onType(event.currentTarget.value)} />
    </div>
  );
}
