// Writing JSON: RapidJSON's writer, and the few words that every answer is made of.
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string_view>

namespace server {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

inline void write(JsonWriter& json, std::string_view text) {
  json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

inline void write_name(JsonWriter& json, std::string_view name) {
  json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

// Nothing for an empty text: CDS Hooks allows no empty members (R2).
inline void write_member(JsonWriter& json, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  write_name(json, name);
  write(json, text);
}

// Nothing for an empty list (R3).
template <class List>
void write_member_list(JsonWriter& json, std::string_view name, const List& list) {
  if (list.empty()) return;
  write_name(json, name);
  json.StartArray();
  for (const auto& text : list) write(json, text);
  json.EndArray();
}

// All of a list, an empty one too, each by `write_one(json, element)`.
template <class List, class WriteOne>
void write_list(JsonWriter& json, std::string_view name, const List& list, WriteOne write_one) {
  write_name(json, name);
  json.StartArray();
  for (const auto& element : list) write_one(json, element);
  json.EndArray();
}

// The same of texts.
template <class List>
void write_text_list(JsonWriter& json, std::string_view name, const List& list) {
  write_list(json, name, list, [](JsonWriter& to, std::string_view text) { write(to, text); });
}

inline std::string_view text_of(const rapidjson::StringBuffer& buffer) {
  return {buffer.GetString(), buffer.GetSize()};
}

// One that keeps its memory, for what is written with every call: a thread_local of whoever writes.
class KeptJsonWriter {
 public:
  // Empty again.
  JsonWriter& begin() {
    buffer_.Clear();
    json_.Reset(buffer_);
    return json_;
  }
  // What was written; until begin() is called again.
  std::string_view text() const { return text_of(buffer_); }

 private:
  rapidjson::StringBuffer buffer_;
  JsonWriter json_{buffer_};
};

}  // namespace server
