#include "tests/core/config/config_test_support.h"

namespace diptych::config::test {

const Schema& schema() {
    static const Schema kSchema(SamplingNames{{{"flow_euler", "first order"}, {"unipc", "second"}},
                                              {{"linear", "even"}, {"beta", "uneven"}}});
    return kSchema;
}

Result<ConfigFile> parsed(std::string_view text) {
    return parseConfigFile(text, "/studio/config.toml", schema(), "/home/me");
}

ConfigFile parsedOrFail(std::string_view text) {
    Result<ConfigFile> file = parsed(text);
    EXPECT_TRUE(file) << (file ? "" : file.error().message);
    return file ? std::move(*file) : ConfigFile{};
}

std::vector<std::string> problemLines(const ConfigFile& file) {
    std::vector<std::string> lines;
    for (const Problem& problem : file.shared.problems)
        lines.push_back(describe(problem));
    for (const Profile& profile : file.profiles)
        for (const Problem& problem : profile.problems)
            lines.push_back(describe(problem));
    return lines;
}

EffectiveConfig effective(std::string_view text, const std::string& profile,
                          std::vector<Setting> flags) {
    const TemporaryFolder folder;
    ConfigInputs inputs;
    inputs.file = folder / "config.toml";
    diptych::test::writeBytes(inputs.file, text);
    inputs.profile = profile;
    inputs.flags = std::move(flags);
    inputs.home = "/home/me";
    Result<EffectiveConfig> config = loadConfig(schema(), inputs);
    EXPECT_TRUE(config) << (config ? "" : config.error().message);
    return config ? std::move(*config) : EffectiveConfig{};
}

Setting flag(std::string_view name, std::string_view text) {
    Setting setting;
    setting.field = schema().find(name);
    setting.value = valueOrThrow(setting.field->parse(text));
    setting.source.kind = SourceKind::Flag;
    setting.source.name = flagName(*setting.field);
    return setting;
}

} // namespace diptych::config::test
