#include "fhir/json_thorough_reader.h"

#include <rapidjson/allocators.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>

#include "fhir/limits.h"

namespace fhir {
namespace {

// The double next to a number of JSON's grammar; 0 for one too small to tell from it, nothing for one too big.
// RapidJSON's own conversion is not used: beyond the range of a double it makes up numbers (rapidjson 1.1.0 reads
// 17.8e308 as -5.5e-308).
std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc()) return value;
  // Too big or too small: which of them, only the C library tells. Nobody sets its locale.
  value = std::strtod(std::string(text).c_str(), nullptr);
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// RapidJSON's SAX handler. An event that returns false ends the parse; `refusal` then says why.
class NodeWriter : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, NodeWriter> {
 public:
  explicit NodeWriter(List<JsonNode>& nodes) : nodes_(nodes) {}

  bool Null() { return push(JsonType::null); }
  bool Bool(bool value) {
    if (!push(JsonType::boolean)) return false;
    nodes_.back().boolean = value;
    return true;
  }
  bool RawNumber(const char* characters, rapidjson::SizeType length, bool) {
    const auto value = number_of({characters, length});
    if (!value) return refuse(IssueType::structure, "a number outside the range of a double");
    if (!push(JsonType::number)) return false;
    nodes_.back().number = *value;
    return true;
  }
  bool String(const char* characters, rapidjson::SizeType length, bool) {
    if (has_surrogate({characters, length})) return refuse(IssueType::structure, "half of a surrogate pair");
    if (!push(JsonType::string)) return false;
    nodes_.back().length = length & JsonNode::most;
    nodes_.back().characters = characters;
    return true;
  }
  bool StartObject() { return open(JsonType::object); }
  bool EndObject(rapidjson::SizeType members) {
    const std::uint32_t object = close(members);
    if (members > limits::json_members) return refuse(IssueType::too_costly, "an object of more members than are read");
    if (has_name_twice(object)) return refuse(IssueType::structure, "a member name stands twice in one object");
    return true;
  }
  bool StartArray() { return open(JsonType::array); }
  bool EndArray(rapidjson::SizeType elements) {
    close(elements);
    return true;
  }

  Issue refusal;

 private:
  bool refuse(IssueType code, const char* why) {
    refusal = issue(code, why);
    return false;
  }

  bool push(JsonType type) {
    if (nodes_.size() >= limits::json_nodes) return refuse(IssueType::too_costly, "more values than are read");
    JsonNode& node = nodes_.emplace_back();
    node.type = static_cast<std::uint32_t>(type) & 7u;
    node.length = 0;
    node.next = static_cast<std::uint32_t>(nodes_.size());
    return true;
  }

  bool open(JsonType type) {
    if (open_count_ == limits::json_depth) return refuse(IssueType::too_costly, "nested deeper than is read");
    open_[open_count_++] = static_cast<std::uint32_t>(nodes_.size());
    return push(type);
  }

  std::uint32_t close(rapidjson::SizeType size) {
    const std::uint32_t container = open_[--open_count_];
    nodes_[container].length = size & JsonNode::most;
    nodes_[container].next = static_cast<std::uint32_t>(nodes_.size());
    return container;
  }

  // Escapes can spell half of a pair. As UTF-8 it begins with ED A0..BF, which no valid text holds (RFC 3629 section
  // 3); the rest has been validated, so that a byte follows each ED.
  static bool has_surrogate(std::string_view text) {
    for (auto at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1))
      if (static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
    return false;
  }

  // By sorting, so that many objects of many members take little time.
  bool has_name_twice(std::uint32_t object) {
    names_.clear();
    for (std::uint32_t name = object + 1; name < nodes_[object].next; name = nodes_[name + 1].next)
      names_.push_back({nodes_[name].characters, nodes_[name].length});
    std::ranges::sort(names_);
    return std::ranges::adjacent_find(names_) != names_.end();
  }

  List<JsonNode>& nodes_;
  std::vector<std::string_view> names_;  // of one object, while they are compared; kept for its memory
  std::uint32_t open_[limits::json_depth] = {};
  std::size_t open_count_ = 0;
};

// Where the text ends within a character, if it does. RapidJSON takes all bytes of a character before it looks at them:
// three of them would lead beyond the text's end.
std::optional<std::size_t> unfinished_character(std::string_view text) {
  constexpr std::size_t longest_character = 4;
  for (std::size_t left = 1; left < longest_character && left <= text.size(); ++left) {
    const auto first = static_cast<unsigned char>(text[text.size() - left]);
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (length > left) return text.size() - left;
  }
  return std::nullopt;
}

Issue at_byte(Issue why, std::size_t offset) {
  why.diagnostics += " (byte " + std::to_string(offset) + ")";
  return why;
}

}  // namespace

Result<void> read_thoroughly(char* text, std::size_t size, List<JsonNode>& nodes) {
  constexpr unsigned strict = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
  static_assert(sizeof(JsonNode) == 16);
  nodes.clear();
  if (size > JsonNode::most) return issue(IssueType::too_long, "more bytes than are read");
  // RapidJSON takes a NUL for the end of the text, and would see nothing behind it.
  if (const void* nul = std::memchr(text, '\0', size))
    return at_byte(issue(IssueType::structure, "a NUL byte"),
                   static_cast<std::size_t>(static_cast<const char*>(nul) - text));
  if (const auto place = unfinished_character({text, size}))
    return at_byte(issue(IssueType::structure, "a character that is not complete"), *place);
  text[size] = '\0';
  rapidjson::InsituStringStream stream(text);
  // RapidJSON's stack of open containers, so small that it need not come from the heap.
  using Memory = rapidjson::MemoryPoolAllocator<>;
  alignas(std::max_align_t) std::array<char, 4096> bytes;
  Memory memory(bytes.data(), bytes.size());
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, Memory> reader(&memory);
  NodeWriter writer(nodes);
  const rapidjson::ParseResult result = reader.Parse<strict>(stream, writer);
  if (result.Code() == rapidjson::kParseErrorTermination) return at_byte(writer.refusal, result.Offset());
  if (result.IsError())
    return at_byte(issue(IssueType::structure, rapidjson::GetParseError_En(result.Code())), result.Offset());
  return {};
}

}  // namespace fhir
