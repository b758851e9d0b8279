// From a table of a TOML document to settings.
#pragma once

#include "core/config/config_file.h"
#include "core/config/toml_document.h"

#include <string>

namespace diptych::config {

struct ProfileReader {
    const Schema& schema;
    ReadPlace place;
    ValueSource source;  ///< all but line and column
    std::string heading; ///< how messages name the table: "default", "" for the top of a file
    Profile& profile;    ///< gets what is read
};

/// Reads everything in `table`, whose keys begin with `prefix` ("", or "server.").
void readProfile(const ProfileReader& reader, const TomlNode& table, const std::string& prefix);

} // namespace diptych::config
