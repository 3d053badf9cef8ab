#include "server/shown_card.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace {

using server::Milliseconds;
using server::ShownCard;
using server::ShownCardTexts;

TEST(ShownCard, keeps_each_text_when_what_it_was_made_of_is_gone) {
  std::vector<ShownCard> cards;
  {
    const std::string rules = "density/none scope/advice", patient(32, 'p');
    cards.emplace_back(ShownCardTexts{"u", "ehr", "bone", "aibl 1", "dxa", "DXA", "warning", rules, patient, ""},
                       Milliseconds(std::chrono::seconds(7)));
  }
  const ShownCard card = std::move(cards.front());
  const ShownCardTexts texts = card.texts();
  EXPECT_EQ(texts.uuid, "u");
  EXPECT_EQ(texts.client, "ehr");
  EXPECT_EQ(texts.service, "bone");
  EXPECT_EQ(texts.guideline, "aibl 1");
  EXPECT_EQ(texts.card, "dxa");
  EXPECT_EQ(texts.topic, "DXA");
  EXPECT_EQ(texts.indicator, "warning");
  EXPECT_EQ(texts.rules, "density/none scope/advice");
  EXPECT_EQ(texts.patient, std::string(32, 'p'));
  EXPECT_EQ(texts.orders, "");
  EXPECT_EQ(card.shown(), Milliseconds(std::chrono::seconds(7)));
}

}  // namespace
