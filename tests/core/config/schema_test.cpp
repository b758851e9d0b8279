// The table of settings itself: complete, without contradictions, readable both ways.
#include "core/config/configuration_page.h"
#include "tests/core/config/config_test_support.h"

#include <set>

namespace diptych::config {
namespace {

using test::parsedOrFail;
using test::problemLines;
using test::schema;

TEST(Schema, namesFlagsAndKeysAreUnique) {
    std::set<std::string> keys;
    for (const std::string& key : schema().keys())
        EXPECT_TRUE(keys.insert(key).second) << key;
    std::set<std::string> flags;
    for (const Field& field : schema().fields())
        EXPECT_TRUE(field.flag.empty() || flags.insert(flagName(field)).second) << field.name;
}

TEST(Schema, everySettingIsDocumented) {
    for (const Field& field : schema().fields()) {
        EXPECT_FALSE(field.help.empty()) << field.name;
        EXPECT_FALSE(field.help.ends_with('.')) << field.name;
        EXPECT_TRUE(field.read && field.assign) << field.name;
        EXPECT_FALSE(sectionOf(field.name).empty()) << field.name;
        EXPECT_TRUE(field.show || !field.sets.empty()) << field.name;
        for (const std::string& name : field.sets)
            EXPECT_NE(schema().find(name), nullptr) << field.name;
    }
}

TEST(Schema, everyDefaultIsReadBackAsItself) {
    for (const Field& field : schema().fields()) {
        if (!field.show)
            continue;
        const Value value = defaultOf(field);
        const ConfigFile file =
            parsedOrFail("default." + field.name + " = " + toToml(value) + "\n");
        EXPECT_TRUE(problemLines(file).empty()) << field.name << " = " << toToml(value);
        AppConfig settings;
        for (const Setting& setting : file.find("default")->settings)
            setting.field->assign(settings, setting.value);
        EXPECT_EQ(field.show(settings), value) << field.name;
    }
}

TEST(Schema, everySchedulerMustBeKnown) {
    const Field& field = *schema().find("scheduler.type");
    EXPECT_TRUE(field.parse("unipc"));
    EXPECT_FALSE(field.parse("euler_a"));
    const Schema open;
    EXPECT_TRUE(open.find("scheduler.type")->parse("euler_a")) << "no list, no check";
}

TEST(Schema, textsAreWrittenAsTomlReadsThem) {
    EXPECT_EQ(toToml(Value("a \"b\"\n\x7F")), "\"a \\\"b\\\"\\n\\u007F\"");
    EXPECT_EQ(toToml(Value(3.0)), "3.0");
    EXPECT_EQ(toToml(Value(1e300)), "1e+300");
    EXPECT_EQ(toToml(Value()), "\"auto\"");
    EXPECT_EQ(toToml(Value::array({1, "x"})), "[1, \"x\"]");
    EXPECT_EQ(shortToml(Value(std::string(500, 'x'))).size(), 63U);
}

TEST(Schema, thePageNamesEverySettingAndEveryKeyWithoutEffect) {
    const std::string page = configurationPage(schema(), {});
    for (const std::string& key : schema().keys())
        EXPECT_NE(page.find("`" + key + "`"), std::string::npos) << key;
}

} // namespace
} // namespace diptych::config
