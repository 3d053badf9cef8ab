#include "server/store_values.h"

#include "fhir/date.h"
#include "server/digest.h"
#include "server/json_writer.h"

namespace server {
namespace {

// PostgreSQL cannot hold U+0000.
std::string storable(const std::string& text) {
  if (text.find('\0') == std::string::npos) return text;
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string stored;
  for (const char character : text)
    if (character == '\0')
      stored += replacement;
    else
      stored += character;
  return stored;
}

std::string json_list(const std::vector<std::string>& texts) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartArray();
  for (const auto& text : texts) write(json, text);
  json.EndArray();
  return std::string(text_of(buffer));
}

// All that was told, and who told it; not when it came.
std::string digest_of_told(const KeptFeedback& feedback) {
  const auto& item = feedback.item;
  std::vector<std::string> texts = {
      feedback.client,  item.card,    std::string(word_of(item.outcome)),  item.reason_system,
      item.reason_code, item.comment, std::to_string(number_of(item.told))};
  texts.insert(texts.end(), item.suggestions.begin(), item.suggestions.end());
  return digest_of(std::span<const std::string>(texts));
}

}  // namespace

std::string day_text(std::int64_t day) { return fhir::to_string(std::chrono::sys_days(std::chrono::days(day))); }

std::vector<SqlValue> values_of(const KeptFeedback& feedback) {
  const auto& item = feedback.item;
  return {digest_of_told(feedback),           storable(feedback.client),   storable(item.card),
          std::string(word_of(item.outcome)), json_list(item.suggestions), storable(item.reason_system),
          storable(item.reason_code),         storable(item.comment),      number_of(item.told),
          number_of(feedback.received)};
}

std::array<SqlValue, 11> values_of(const ShownCard& card) {
  const ShownCardTexts texts = card.texts();
  return {texts.uuid.data(),    texts.client.data(), texts.service.data(),   texts.guideline.data(),
          texts.card.data(),    texts.topic.data(),  texts.indicator.data(), texts.rules.data(),
          texts.patient.data(), texts.orders.data(), number_of(card.shown())};
}

std::vector<SqlValue> values_of(const UsedToken& token) {
  const std::vector<std::string> texts = {token.issuer, token.id};
  return {digest_of(std::span<const std::string>(texts)), number_of(token.until)};
}

}  // namespace server
