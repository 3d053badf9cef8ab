// Bone density and drugs over time as JSON (web/src/common/api.ts, History).
#pragma once

#include <optional>

#include "rules/bone_history.h"
#include "rules/guideline.h"
#include "server/json_writer.h"

namespace server {

void write_bone_history(JsonWriter& json, const rules::BoneHistory& history,
                        const std::optional<rules::NextScan>& next);

}  // namespace server
