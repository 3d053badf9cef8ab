// What files of the pages are, by the end of their names.
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** undefined for a file that is none of the pages'. */
export const contentType = (name) => types[name.slice(name.lastIndexOf("."))];
