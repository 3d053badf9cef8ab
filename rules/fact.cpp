#include "rules/fact.h"

#include <algorithm>
#include <cassert>

namespace rules {
namespace {

constexpr std::string_view drug_names[] = {"letrozole", "anastrozole", "exemestane", "aromatase inhibitor"};
constexpr std::string_view reason_names[] = {"infertility", "other"};
constexpr std::string_view sex_names[] = {"female", "male"};
// none: looked everywhere and found nothing. no-value: the latest scan gives no T-score that can be used.
constexpr std::string_view dxa_names[] = {"none", "non-central", "no-value", "central"};
constexpr std::string_view site_names[] = {"lumbar spine", "spine", "total hip", "femoral neck", "femur"};
constexpr std::string_view smoking_names[] = {"current", "former", "never"};
// unclear: the last dose found is old, and later ones could not be looked up.
constexpr std::string_view agent_names[] = {"denosumab 60 mg",  "denosumab 60 mg overdue", "denosumab 60 mg unclear",
                                            "denosumab 120 mg", "bisphosphonate",          "other agent"};

constexpr std::span<const std::string_view> no_names{};
constexpr std::optional<FactId> alone{};

constexpr FactDefinition yes_no(FactId id, std::string_view name, std::string_view label, bool always_known = false) {
  return {id, name, ValueType::boolean, no_names, always_known, alone, "", 0, label};
}
constexpr FactDefinition number(FactId id, std::string_view name, int decimals, std::string_view label,
                                std::optional<FactId> known_with = alone) {
  return {id, name, ValueType::number, no_names, false, known_with, "", decimals, label};
}
constexpr FactDefinition one_of(FactId id, std::string_view name, std::span<const std::string_view> names,
                                std::string_view label, bool always_known = false,
                                std::optional<FactId> known_with = alone) {
  return {id, name, ValueType::name, names, always_known, known_with, "", 0, label};
}
constexpr FactDefinition day(FactId id, std::string_view name, std::string_view label,
                             std::optional<FactId> known_with = alone, std::string_view known_with_name = "") {
  return {id, name, ValueType::day, no_names, false, known_with, known_with_name, 0, label};
}

using enum FactId;

constexpr std::array<FactDefinition, fact_count> catalogue{{
    one_of(drug, "drug", drug_names, "drug ordered", true),
    yes_no(matched_by_name, "matched_by_name", "order recognised by its name, not by a code", true),
    one_of(order_reason, "order_reason", reason_names, "coded reason of the order"),
    yes_no(short_course, "short_course", "course of two weeks at most"),
    yes_no(renewal, "renewal", "renewal of a running order", true),

    number(age, "age", 0, "age"),
    one_of(sex, "sex", sex_names, "sex"),
    yes_no(breast_cancer, "breast_cancer", "breast cancer"),
    yes_no(hospice, "hospice", "hospice care"),
    yes_no(pregnancy, "pregnancy", "pregnancy"),
    yes_no(bone_metastases, "bone_metastases", "bone metastases"),
    yes_no(menopause, "menopause", "menopausal status"),
    yes_no(ovarian_suppression, "ovarian_suppression", "ovarian suppression"),

    one_of(dxa, "dxa", dxa_names, "bone density scan"),
    day(dxa_date, "dxa_date", "date of the last bone density scan", months_since_dxa),
    number(months_since_dxa, "months_since_dxa", 0, "months since the last bone density scan"),
    yes_no(dxa_ordered, "dxa_ordered", "bone density scan already ordered"),
    yes_no(dxa_declined, "dxa_declined", "bone density scan declined"),
    number(t_score, "t_score", 1, "T-score"),
    one_of(t_score_site, "t_score_site", site_names, "site of the T-score", false, t_score),
    day(t_score_date, "t_score_date", "date of the T-score", t_score),
    number(annual_bmd_loss, "annual_bmd_loss", 1, "bone density loss on one device"),
    number(t_score_before_loss, "t_score_before_loss", 1, "T-score before the loss"),

    yes_no(osteoporosis, "osteoporosis", "diagnosis of osteoporosis"),
    yes_no(hip_or_vertebral_fracture, "hip_or_vertebral_fracture", "hip or vertebral fragility fracture"),
    yes_no(fragility_fracture, "fragility_fracture", "fragility fracture"),
    yes_no(fragility_fracture_after_50, "fragility_fracture_after_50", "own fragility fracture after 50"),
    yes_no(parental_hip_fracture, "parental_hip_fracture", "parental hip fracture"),
    number(bmi, "bmi", 1, "body mass index"),
    number(glucocorticoid_months, "glucocorticoid_months", 0, "oral glucocorticoid"),
    one_of(smoking, "smoking", smoking_names, "smoking status"),
    number(frax_major, "frax_major", 0, "FRAX major osteoporotic fracture"),
    number(frax_hip, "frax_hip", 0, "FRAX hip fracture"),

    one_of(bone_agent, "bone_agent", agent_names, "bone-protective drug"),
    day(last_denosumab_dose, "last_denosumab_dose", "date of the last denosumab dose", bone_agent,
        "denosumab 60 mg overdue"),
    day(next_denosumab_dose, "next_denosumab_dose", "date of the next denosumab dose"),

    yes_no(osteonecrosis_of_jaw, "osteonecrosis_of_jaw", "osteonecrosis of the jaw"),
    number(egfr, "egfr", 0, "eGFR within 12 months"),
    yes_no(advanced_kidney_disease, "advanced_kidney_disease", "advanced kidney disease or dialysis"),
    number(calcium_mg_dl, "calcium_mg_dl", 1, "calcium within 12 months"),
    number(calcium_mmol_l, "calcium_mmol_l", 2, "calcium within 12 months"),
    yes_no(hypocalcaemia, "hypocalcaemia", "hypocalcaemia"),
    yes_no(hypercalcaemia, "hypercalcaemia", "hypercalcaemia"),
    yes_no(hyperparathyroidism, "hyperparathyroidism", "hyperparathyroidism"),
    yes_no(kidney_stones, "kidney_stones", "kidney stones"),
    number(vitamin_d_ng_ml, "vitamin_d_ng_ml", 0, "25-OH vitamin D within 12 months"),
    number(vitamin_d_nmol_l, "vitamin_d_nmol_l", 0, "25-OH vitamin D within 12 months"),
    yes_no(oesophageal_disorder, "oesophageal_disorder", "oesophageal disorder"),
    yes_no(bisphosphonate_allergy, "bisphosphonate_allergy", "bisphosphonate allergy"),
    yes_no(takes_calcium, "takes_calcium", "calcium supplement"),
    yes_no(takes_vitamin_d, "takes_vitamin_d", "vitamin D supplement"),

    yes_no(dxa_looked_up, "dxa_looked_up", "bone density scans looked up in full", true),
    yes_no(dxa_requests_looked_up, "dxa_requests_looked_up", "orders for a bone density scan looked up in full", true),
    yes_no(menopause_looked_up, "menopause_looked_up", "menopausal status looked up in full", true),
    yes_no(risk_factors_looked_up, "risk_factors_looked_up", "risk factors looked up in full", true),
    yes_no(bone_agents_looked_up, "bone_agents_looked_up", "bone-protective drugs looked up in full", true),
    yes_no(labs_looked_up, "labs_looked_up", "laboratory results looked up in full", true),
    yes_no(drug_cautions_looked_up, "drug_cautions_looked_up", "cautions on drugs looked up in full", true),
    yes_no(supplements_looked_up, "supplements_looked_up", "supplements looked up in full", true),
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < fact_count; ++i)
    if (static_cast<std::size_t>(catalogue[i].id) != i) return false;
  return true;
}
static_assert(in_order(), "the catalogue lists the facts in the order of FactId");

constexpr std::array<std::string_view, data_quality_issue_count> issue_names{"t-score-as-text",
                                                                             "t-score-wrong-unit",
                                                                             "t-score-implausible",
                                                                             "t-score-is-z-score",
                                                                             "t-score-unreadable",
                                                                             "z-score-only",
                                                                             "bmd-only",
                                                                             "bmd-unreadable",
                                                                             "preliminary-result",
                                                                             "report-without-values",
                                                                             "site-unknown",
                                                                             "future-date",
                                                                             "undated",
                                                                             "partial-date",
                                                                             "different-devices"};

}  // namespace

const std::array<FactDefinition, fact_count>& fact_definitions() { return catalogue; }

const FactDefinition& definition_of(FactId id) { return catalogue[static_cast<std::size_t>(id)]; }

std::optional<FactId> fact_named(std::string_view name) {
  const auto found = std::ranges::find(catalogue, name, &FactDefinition::name);
  if (found == catalogue.end()) return std::nullopt;
  return found->id;
}

std::string_view name_of(DataQualityIssue issue) { return issue_names[static_cast<std::size_t>(issue)]; }

Name name_value(FactId id, std::string_view text) {
  const auto names = definition_of(id).names;
  const auto found = std::ranges::find(names, text);
  assert(found != names.end());
  return Name{static_cast<std::uint8_t>(found - names.begin())};
}

}  // namespace rules
