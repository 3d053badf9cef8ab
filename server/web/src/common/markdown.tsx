// Markdown of cards, made harmless: it can neither run a script, nor load, style or name anything of the page.
import DOMPurify from "dompurify";
import { Marked } from "marked";

// Cards are Markdown without HTML: what looks like a tag is shown as the text that it is.
const marked = new Marked({ tokenizer: { html: () => undefined, tag: () => undefined } });

const allowed = {
  ALLOWED_TAGS: ["p", "br", "hr", "strong", "em", "del", "ul", "ol", "li", "a", "code", "pre", "blockquote", "table", "thead", "tbody", "tr", "th", "td"],
  ALLOWED_ATTR: ["href"],
  ALLOWED_URI_REGEXP: /^https:\/\//i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const purifier = DOMPurify(window);
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A" || !node.hasAttribute("href")) return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});

/** HTML of a Markdown text, with nothing in it but what is allowed above. */
export const safeHtml = (text: string): string => purifier.sanitize(marked.parse(text, { async: false }), allowed);

export function Markdown({ text }: { text: string }) {
  return <div class="markdown" dangerouslySetInnerHTML={{ __html: safeHtml(text) }} />;
}
