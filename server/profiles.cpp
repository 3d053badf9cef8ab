#include "server/profiles.h"

#include <algorithm>
#include <utility>

#include "server/log.h"

namespace server {
namespace {

namespace files = std::filesystem;

// "guideline/aibl-2017/" -> "guideline/aibl-2017"
files::path without_end(const files::path& directory) {
  return directory.has_filename() ? directory : directory.parent_path();
}

}  // namespace

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
  add(without_end(choice_.profile).filename(), own_);
  for (const auto& directory : profiles_in(folder_of(choice_)))
    if (const std::string name = directory.filename(); !has(name)) add_from(name, name);
  for (const auto& directory : choice_.compared) add_from(key_for(without_end(directory)), directory.string() + "/");
}

bool Profiles::has(std::string_view key) const {
  return std::ranges::find(profiles_, key, &Profile::key) != profiles_.end();
}

// Another version of a profile usually has its name, in another folder.
std::string Profiles::key_for(const files::path& directory) const {
  const std::string name = directory.filename();
  if (!has(name)) return name;
  const std::string longer = directory.parent_path().filename() / name;
  return has(longer) ? directory.string() : longer;
}

void Profiles::add(std::string key, std::shared_ptr<const Knowledge> knowledge) const {
  auto services = services_by(knowledge, clock_for(choice_.as_of), source_);
  profiles_.push_back({std::move(key), std::move(knowledge), std::move(services)});
}

void Profiles::add_from(const std::string& key, const std::string& profile) const {
  GuidelineChoice choice = choice_;
  choice.profile = profile;
  auto knowledge = load_knowledge(choice);
  if (!knowledge)
    return log_event(LogLevel::warning, "guideline-left-out", {{LogName::detail, knowledge.error().diagnostics}});
  add(key, std::make_shared<const Knowledge>(std::move(*knowledge)));
}

}  // namespace server
