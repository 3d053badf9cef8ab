#include "server/profiles.h"

#include <algorithm>
#include <utility>

#include "server/log.h"

namespace server {

const CdsService* Profile::service(std::string_view service_id) const {
  const auto found =
      std::ranges::find(services, service_id, [](const CdsService& one) { return one.hook().service_id; });
  return found == services.end() ? nullptr : &*found;
}

Profiles::Profiles(std::shared_ptr<const Knowledge> own, GuidelineChoice choice, FhirSource source)
    : own_(std::move(own)), choice_(std::move(choice)), source_(std::move(source)) {}

const std::vector<Profile>& Profiles::all() const {
  std::call_once(once_, [this] { read(); });
  return profiles_;
}

const Profile* Profiles::named(std::string_view key) const {
  if (key.empty()) return &all().front();
  const auto found = std::ranges::find(all(), key, &Profile::key);
  return found == all().end() ? nullptr : &*found;
}

void Profiles::read() const {
  const auto own = std::filesystem::path(choice_.profile);
  add(own.filename().empty() ? own.parent_path().filename() : own.filename(), own_);
  for (const auto& name : profiles_of(choice_)) add_from(name, name);
  for (const auto& directory : choice_.compared) add_from(directory.filename(), directory.string() + "/");
}

void Profiles::add(std::string key, std::shared_ptr<const Knowledge> knowledge) const {
  auto services = services_by(knowledge, clock_for(choice_.as_of), source_);
  profiles_.push_back({std::move(key), std::move(knowledge), std::move(services)});
}

void Profiles::add_from(const std::string& key, const std::string& profile) const {
  if (std::ranges::find(profiles_, key, &Profile::key) != profiles_.end()) return;
  GuidelineChoice choice = choice_;
  choice.profile = profile;
  auto knowledge = load_knowledge(choice);
  if (!knowledge)
    return log_event(LogLevel::warning, "guideline-left-out", {{LogName::detail, knowledge.error().diagnostics}});
  add(key, std::make_shared<const Knowledge>(std::move(*knowledge)));
}

}  // namespace server
