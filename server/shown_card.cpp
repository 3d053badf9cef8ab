#include "server/shown_card.h"

namespace server {

using Texts = ShownCardTexts;

const std::array<std::string_view Texts::*, ShownCard::count> ShownCard::members{
    &Texts::uuid,  &Texts::client,    &Texts::service, &Texts::guideline, &Texts::card,
    &Texts::topic, &Texts::indicator, &Texts::rules,   &Texts::patient,   &Texts::orders};

ShownCard::ShownCard(const ShownCardTexts& texts, Milliseconds shown) : shown_(shown) {
  std::size_t size = 0;
  for (const auto member : members) size += (texts.*member).size() + 1;
  text_.reserve(size);
  for (std::size_t i = 0; i < count; ++i) {
    text_.append(texts.*members[i]);
    ends_[i] = static_cast<std::uint32_t>(text_.size());
    text_.push_back('\0');
  }
}

ShownCardTexts ShownCard::texts() const {
  ShownCardTexts texts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < count; ++i) {
    texts.*members[i] = std::string_view(text_).substr(begin, ends_[i] - begin);
    begin = ends_[i] + 1;
  }
  return texts;
}

}  // namespace server
