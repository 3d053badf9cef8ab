// simdjson reads a text at several bytes an instruction; what it has found becomes the list of nodes.
//
// It is several times as fast as the thorough reader (tests/bench/README.md), and says less: of what it does not take
// it does not tell what is wrong. What it takes the thorough reader takes too, and reads alike; but for nought with an
// exponent beyond that of a double (0e400), which RapidJSON calls too big.
//
// Internal to JsonDocument.
#pragma once

#include <string>

#include "fhir/json.h"

namespace fhir {

// Longer texts are left to the thorough reader: the memory that this one needs beside the text, about 14 times its
// length, is kept for each thread.
inline constexpr std::size_t longest_fast_text = 1024 * 1024;

// Leaves in `nodes` what `text` holds, with its strings in `characters`; false if it does not take it. `text` keeps
// what it says; its capacity may grow.
bool read_fast(std::string& text, List<JsonNode>& nodes, JsonCharacters& characters);

}  // namespace fhir
