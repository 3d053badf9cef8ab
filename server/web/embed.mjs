// Files as a part of the program: their bytes by the assembler's .incbin, which takes no time to compile, and a table of
// them for C++.

const symbol = (index) => `web_asset_${index}`;

export function assembly(files) {
  const data = files.map((file, index) => `.global ${symbol(index)}\n${symbol(index)}:\n.incbin "${file.path}"\n`);
  return `.section .rodata\n${data.join("")}.section .note.GNU-stack,"",%progbits\n`;
}

export function table(files) {
  const bytes = files.map((file, index) => `extern "C" const char ${symbol(index)}[];\n`);
  const rows = files.map((file, index) => `    {"/web/${file.name}", "${file.type}", {${symbol(index)}, ${file.size}}},\n`);
  return `// Made by server/web/build.mjs.
#include "server/web_assets.h"

${bytes.join("")}
namespace server {
namespace {

const WebAsset assets[] = {
${rows.join("")}};

}  // namespace

std::span<const WebAsset> web_assets() { return assets; }

}  // namespace server
`;
}
