// Files of a small guideline, each "name\ntext": a guideline that loads can be asked anything and be printed; one that
// is wrong is refused with the reason. Both within the time that proofs may take.
#include "fuzz_input.h"
#include "rules/guideline.h"
#include "tests/rules/written_guideline.h"

namespace {

using fuzz::expect;

void use(const rules::Guideline& guideline) {
  expect(!guideline.proof().empty(), "a guideline that loads is proven");
  expect(!guideline.to_markdown().empty(), "and can be printed");
  const auto advice = guideline.advise(rules::Facts());
  for (const auto& card : advice.cards) expect(fuzz::is_summary(card.summary), "a card has a short summary");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  rules::WrittenGuideline files;
  for (const auto record : fuzz::records_of(fuzz::text_of(data, size))) {
    auto [name, text] = fuzz::named_text_of(record);
    files.write(std::string(name), std::move(text));
  }
  const auto guideline = files.load();
  if (guideline)
    use(**guideline);
  else
    expect(!guideline.error().diagnostics.empty(), "a refusal says why");
  return 0;
}
