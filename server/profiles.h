// The guidelines that the workbench can try beside the one that the service advises by.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/cds_service.h"

namespace server {

// One of them, with its services, which remember nothing.
struct Profile {
  std::string key;  // by which it is asked for: its id, or the name of its folder
  std::shared_ptr<const Knowledge> knowledge;
  std::vector<CdsService> services;

  // nullptr if the profile has nothing to say about this hook, or there is none.
  const CdsService* service(std::string_view service_id) const;
};

// The service's own first, then those of the same folder, then those that were given to compare. Read and proven when
// they are first asked for, so that the start waits for none; one that is wrong is left out, and logged.
class Profiles {
 public:
  Profiles(std::shared_ptr<const Knowledge> own, GuidelineChoice choice, FhirSource source);

  const std::vector<Profile>& all() const;
  // nullptr for a key that is none; the service's own for "".
  const Profile* named(std::string_view key) const;

 private:
  void read() const;
  bool has(std::string_view key) const;
  std::string key_for(const std::filesystem::path& directory) const;
  void add(std::string key, std::shared_ptr<const Knowledge> knowledge) const;
  void add_from(const std::string& key, const std::string& profile) const;

  const std::shared_ptr<const Knowledge> own_;
  const GuidelineChoice choice_;
  const FhirSource source_;
  mutable std::once_flag once_;
  mutable std::vector<Profile> profiles_;
};

}  // namespace server
