// Records that fill a call, of what is looked for among what it is looked for in: reading them takes no quadratic time,
// for one call holds up all others of its thread.
#include "tests/support/growth.h"
#include "tests/support/patient_case.h"

namespace test {
namespace {

// "a,b,c" for as many numbers.
std::string listed(std::size_t count, const std::function<std::string(const std::string&)>& write) {
  std::string text;
  for (std::size_t number = 0; number < count; ++number)
    text.append(number == 0 ? "" : ",").append(write(std::to_string(number)));
  return text;
}

std::string bundle_of(std::size_t count, const std::function<std::string(const std::string&)>& order) {
  return "{'resourceType':'Bundle','entry':[" +
         listed(count, [&](const std::string& number) { return "{'resource':" + order(number) + "}"; }) + "]}";
}

double growth_of_facts(const std::function<PatientCase(std::size_t)>& patient) {
  constexpr std::size_t size = 1'000;
  return growth(size, [&](std::size_t count) { return [of = patient(count)] { of.facts(); }; });
}

std::string referring_to(const std::string& target) { return "{'reference':'" + target + "'}"; }

// A resource that says by many codes what it is, of which none is known, and by a name.
std::string much_coded(const std::string& type, const std::string& id, std::size_t codes,
                       const std::string& name = "") {
  const auto coding = [](const std::string& number) { return "{'code':'" + number + "'}"; };
  return "{'resourceType':'" + type + "','id':'" + id + "','code':{'text':'" + name + "','coding':[" +
         listed(codes, coding) + "]}}";
}

TEST(LargeRecords, FindManyReasonsAmongManyContained) {
  EXPECT_LT(growth_of_facts([](std::size_t count) {
              const auto reference = [](const std::string& number) { return referring_to("#r" + number); };
              const auto resource = [](const std::string& number) { return "{'id':'r" + number + "'}"; };
              return PatientCase().orders({PatientCase::draft(",'reasonReference':[" + listed(count, reference) +
                                                              "],'contained':[" + listed(count, resource) + "]")});
            }),
            still_linear);
}

TEST(LargeRecords, ReadOnceWhatManyReasonsReferTo) {
  EXPECT_LT(growth_of_facts([](std::size_t count) {
              const auto reference = [](const std::string&) { return referring_to("#r"); };
              return PatientCase().orders(
                  {PatientCase::draft(",'reasonReference':[" + listed(count, reference) + "],'contained':[" +
                                      much_coded("Condition", "r", count) + "]")});
            }),
            still_linear);
}

TEST(LargeRecords, ReadOnceWhatManyOrdersReferTo) {
  EXPECT_LT(
      growth_of_facts([](std::size_t count) {
        const auto order = [](const std::string&) {
          return PatientCase::draft(",'reasonReference':[" + referring_to("Condition/c") + "]");
        };
        return PatientCase().with(conditions, much_coded("Condition", "c", 10 * count)).bundle(bundle_of(count, order));
      }),
      still_linear);
}

TEST(LargeRecords, WeighALargeOrderOnceAmongMany) {
  EXPECT_LT(growth_of_facts([](std::size_t count) {
              const auto reason = [](const std::string&) { return icd("N97.0"); };
              const auto order = [](const std::string&) {
                return "{'resource':" + PatientCase::draft(",'reasonCode':[" + icd("N97.0") + "]") + "}";
              };
              return PatientCase().bundle("{'resourceType':'Bundle','entry':[{'resource':" +
                                          PatientCase::draft(",'reasonCode':[" + listed(2 * count, reason) + "]") +
                                          "}," + listed(count, order) + "]}");
            }),
            still_linear);
}

TEST(LargeRecords, FindManyMedicationsAmongManyOrders) {
  EXPECT_LT(growth_of_facts([](std::size_t count) {
              const auto order = [](const std::string& number) {
                return "{'resourceType':'MedicationRequest','id':'m" + number +
                       "','medicationCodeableConcept':" + letrozole_tablet + "}";
              };
              PatientCase patient;
              patient.bundle(bundle_of(count, order));
              for (std::size_t medication = 0; medication < count; ++medication)
                patient.with(medications, "{'resourceType':'MedicationRequest','id':'m" + std::to_string(count - 1) +
                                              "','status':'active','authoredOn':'2024-01-01',"
                                              "'medicationCodeableConcept':" +
                                              letrozole_tablet + "}");
              return patient;
            }),
            still_linear);
}

TEST(LargeRecords, ReadOnceTheMedicationThatManyOrdersReferTo) {
  EXPECT_LT(growth_of_facts([](std::size_t count) {
              const auto order = [](const std::string&) {
                return "{'resourceType':'MedicationRequest','medicationReference':" + referring_to("Medication/m") +
                       "}";
              };
              return PatientCase()
                  .bundle(bundle_of(count, order))
                  .including(medications, much_coded("Medication", "m", 10 * count, "Femara"));
            }),
            still_linear);
}

TEST(LargeRecords, ReadOnceTheMedicationThatThePatientTakesByManyOrders) {
  const auto growth_with = [](const std::string& name) {
    return growth_of_facts([&](std::size_t count) {
      PatientCase patient;
      for (std::size_t order = 0; order < count; ++order)
        patient.with(medications,
                     "{'resourceType':'MedicationRequest','status':'active','authoredOn':'2024-01-01',"
                     "'medicationReference':" +
                         referring_to("Medication/m") + "}");
      return patient.including(medications, much_coded("Medication", "m", 10 * count, name));
    });
  };
  EXPECT_LT(growth_with("Femara"), still_linear);
  EXPECT_LT(growth_with("Prednisone"), still_linear);
}

// A DXA of many components; `more` begins with a comma.
std::string components(std::size_t count, const std::string& code, const std::string& value, const std::string& more) {
  const auto component = [&](const std::string&) { return "{'code':" + loinc(code) + "," + value + "}"; };
  return "{'resourceType':'Observation','id':'o','status':'final','effectiveDateTime':'2026-03-10','code':" +
         loinc("38269-7") + more + ",'component':[" + listed(count, component) + "]}";
}

TEST(LargeRecords, ReadOnceTheSiteOfManyTScores) {
  EXPECT_LT(growth_of_facts([](std::size_t count) {
              return PatientCase().with(bone_density,
                                        components(count, "38267-1", quantity("-2.6", "1"),
                                                   ",'bodySite':{'text':'" + std::string(100 * count, 'x') + "'}"));
            }),
            still_linear);
}

TEST(LargeRecords, CompareNoLongSitesOrDevicesOfManyDensities) {
  const auto growth_with = [](const std::string& before, const std::string& after) {
    return growth_of_facts([&](std::size_t count) {
      const std::string more = "," + before + std::string(200 * count, 'x') + after;
      return PatientCase()
          .with(bone_density, components(count, "24966-4", quantity("0.9", "g/cm2"), more))
          .with(bone_density, observation("24966-4", "2024-03-10", quantity("0.98", "g/cm2"), more));
    });
  };
  EXPECT_LT(growth_with("'bodySite':{'text':'", "'}"), still_linear);
  EXPECT_LT(growth_with("'device':{'display':'", "'}"), still_linear);
  EXPECT_LT(growth_with("'device':{'identifier':{'value':'", "'}}"), still_linear);
}

}  // namespace
}  // namespace test
