// The flags of the numbers that shape a picture.
#pragma once

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

class SettingFlags;

void addNumberOptions(CLI::App& app, SettingFlags& settings);

/// Tiled decoding and encoding, for every command that uses the autoencoder.
void addTileOptions(CLI::App& app, SettingFlags& settings);

} // namespace diptych::cli
