#include "fhir/json_fast_reader.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

#include "fhir/ascii.h"
#include "fhir/json_tokens.h"
#include "fhir/limits.h"

namespace fhir {
namespace {

// The names of one object, told apart by one of 64 bits for each; only where those of two are the same are names
// compared.
class NamesSeen {
 public:
  // True if a name like this one was there before, perhaps. Behind it must be room for eight bytes.
  bool add(std::string_view name) {
    const std::uint64_t bit = bit_of(name);
    const bool was_there = (seen_ & bit) != 0;
    seen_ |= bit;
    return was_there;
  }

 private:
  // By the length and the first eight characters, spread by a factor that Knuth proposes (The Art of Computer
  // Programming 3, 6.4: of the golden ratio).
  static std::uint64_t bit_of(std::string_view name) {
    std::uint64_t start = 0;
    std::memcpy(&start, name.data(), sizeof start);
    if (name.size() < sizeof start) start &= (std::uint64_t{1} << (8 * name.size())) - 1;
    return std::uint64_t{1} << (((start ^ name.size()) * 0x9E3779B97F4A7C15u) >> 58u);
  }

  std::uint64_t seen_ = 0;
};

// Whether this is a number of RFC 8259 section 6, which std::from_chars does not ask.
bool is_number(std::string_view token) {
  const char* at = token.data();
  const char* const end = at + token.size();
  const auto digits = [&] {
    const char* const first = at;
    while (at != end && is_digit(*at)) ++at;
    return at - first;
  };
  if (at != end && *at == '-') ++at;
  const bool is_zero = at != end && *at == '0';
  const auto whole = digits();
  if (whole == 0 || (is_zero && whole > 1)) return false;
  if (at != end && *at == '.' && (++at, digits() == 0)) return false;
  if (at != end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at != end && (*at == '+' || *at == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == end;
}

// Nothing too for one that is too big or too small for a double.
std::optional<double> number_of(std::string_view token) {
  double value = 0;
  if (!is_number(token)) return std::nullopt;
  if (std::from_chars(token.data(), token.data() + token.size(), value).ec != std::errc()) return std::nullopt;
  return value;
}

// For so many tokens. Behind each name is a colon, behind each value a comma or an end: but for those of the containers
// that are open, where the reader may stop.
std::size_t most_nodes(std::size_t tokens) { return tokens / 2 + limits::json_depth + 2; }

// Turns tokens into nodes, of which `nodes` must have enough.
class TokenReader {
 public:
  TokenReader(JsonTokens& tokens, JsonNode* nodes) : tokens_(tokens), nodes_(nodes) {}

  // False if something is not to be read.
  bool read() {
    Next next = Next::value;
    while (next == Next::value || next == Next::separator) next = next == Next::value ? read_value() : read_separator();
    return next == Next::end && tokens_.is_at_end() && count_ <= limits::json_nodes;
  }
  std::size_t count() const { return count_; }

 private:
  static constexpr std::uint32_t most_compared = 32;

  // What has to come behind what was read. Behind a value that is in nothing is the end.
  enum class Next : std::uint8_t { value, separator, end, refused };

  // A container whose end was not met yet.
  struct Open {
    std::uint32_t node;
    std::uint32_t size;  // elements or members so far
    NamesSeen names;
    JsonType type;
  };

  JsonNode& push(JsonType type, std::size_t length = 0) {
    JsonNode& node = nodes_[count_++];
    node.type = static_cast<std::uint32_t>(type) & 7u;
    node.length = static_cast<std::uint32_t>(length) & JsonNode::most;
    node.next = count_;
    return node;
  }

  Next read_value() {
    switch (tokens_.peek()) {
      case '"':
        return read_string();
      case '{':
        return open(JsonType::object);
      case '[':
        return open(JsonType::array);
      case 't':
        return push_literal("true", JsonType::boolean, true);
      case 'f':
        return push_literal("false", JsonType::boolean, false);
      case 'n':
        return push_literal("null", JsonType::null, false);
      default:
        return read_number();
    }
  }

  Next read_string() {
    const std::string_view string = tokens_.take_string();
    if (string.data() == nullptr) return Next::refused;
    push_string(string);
    return Next::separator;
  }

  void push_string(std::string_view string) { push(JsonType::string, string.size()).characters = string.data(); }

  Next push_literal(std::string_view literal, JsonType type, bool value) {
    push(type).boolean = value;
    return tokens_.take() == literal ? Next::separator : Next::refused;
  }

  Next read_number() {
    if (tokens_.is_at_end()) return Next::refused;
    const auto number = number_of(tokens_.take());
    if (!number) return Next::refused;
    push(JsonType::number).number = *number;
    return Next::separator;
  }

  Next open(JsonType type) {
    if (depth_ == limits::json_depth) return Next::refused;
    open_[depth_++] = {count_, 0, {}, type};
    push(type);
    tokens_.take_character();
    if (tokens_.peek() == end_of(type)) return close();
    return type == JsonType::object ? read_name() : Next::value;
  }

  static char end_of(JsonType type) { return type == JsonType::object ? '}' : ']'; }

  // What stands behind a value.
  Next read_separator() {
    if (depth_ == 0) return Next::end;
    Open& container = open_[depth_ - 1];
    ++container.size;
    if (tokens_.peek() == end_of(container.type)) return close();
    if (tokens_.take_character() != ',') return Next::refused;
    return container.type == JsonType::object ? read_name() : Next::value;
  }

  Next close() {
    tokens_.take_character();
    const Open& container = open_[--depth_];
    nodes_[container.node].length = container.size & JsonNode::most;
    nodes_[container.node].next = count_;
    const bool is_too_much = container.type == JsonType::object && container.size > limits::json_members;
    return is_too_much ? Next::refused : Next::separator;
  }

  Next read_name() {
    if (tokens_.peek() != '"') return Next::refused;
    const std::string_view name = tokens_.take_string();
    if (name.data() == nullptr) return Next::refused;
    Open& object = open_[depth_ - 1];
    if (object.names.add(name) && may_be_twice(name, object)) return Next::refused;
    push_string(name);
    return tokens_.take_character() == ':' ? Next::value : Next::refused;
  }

  // Whether one of the object's earlier names is this one. Of very many they are not compared, as that would take
  // quadratic time: the thorough reader does that.
  bool may_be_twice(std::string_view name, const Open& object) const {
    if (object.size >= most_compared) return true;
    for (auto other = object.node + 1; other < count_; other = nodes_[other + 1].next)
      if (name == std::string_view(nodes_[other].characters, nodes_[other].length)) return true;
    return false;
  }

  JsonTokens& tokens_;
  JsonNode* nodes_;
  std::uint32_t count_ = 0;
  std::size_t depth_ = 0;
  std::array<Open, limits::json_depth> open_;
};

}  // namespace

bool read_fast(std::string& text, List<JsonNode>& nodes, JsonCharacters& characters) {
  if (text.size() > longest_fast_text) return false;
  text.reserve(text.size() + JsonDocument::padding);
  JsonTokens tokens(text, characters);
  if (!tokens.is_text()) return false;
  nodes.resize(most_nodes(tokens.count()));
  TokenReader reader(tokens, nodes.data());
  if (!reader.read()) return false;
  nodes.resize(reader.count());
  return true;
}

}  // namespace fhir
