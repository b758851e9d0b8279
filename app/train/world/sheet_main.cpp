#include "app/train/world/contact_sheet.h"
#include "app/train/world/paint.h"
#include "app/train/world/random_scene.h"
#include "core/image/image_file.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
using namespace diptych;
using namespace diptych::flatland;
int main(int argc, char** argv) {
    const std::string mode = argc > 1 ? argv[1] : "random";
    const int seed = argc > 2 ? std::atoi(argv[2]) : 1;
    const int w = argc > 3 ? std::atoi(argv[3]) : 256;
    const int h = argc > 4 ? std::atoi(argv[4]) : 256;
    const int n = argc > 5 ? std::atoi(argv[5]) : 30;
    const int cols = argc > 6 ? std::atoi(argv[6]) : 6;
    const std::string out = argc > 7 ? argv[7] : "/tmp/flatland/sheet.png";
    std::vector<Scene> scenes;
    Rng rng(seed);
    if (mode == "grounds") {
        for (int g = 1; g < 9; ++g)
            for (Sky s : kSkies) {
                Scene sc;
                sc.ground = kGrounds[g];
                sc.sky = s;
                sc.sun = s != Sky::Night;
                sc.moon = s == Sky::Night ? Moon::Full : Moon::None;
                sc.stars = s == Sky::Night;
                sc.clouds = s != Sky::Night;
                sc.detail = seed * 100 + g;
                scenes.push_back(sc);
            }
    } else if (mode == "kinds") {
        for (Kind k : kKinds)
            for (int c = 0; c < 2; ++c) {
                Scene sc;
                sc.ground = isShape(k)        ? Ground::Plain
                            : k == Kind::Boat ? Ground::Sea
                                              : Ground::Meadow;
                sc.detail = seed * 100 + int(k);
                sc.groups = {{k, kColours[(int(k) * 2 + c * 4 + seed) % 9],
                              c ? Size::Big : Size::Normal, 1, Side::Centre}};
                scenes.push_back(sc);
            }
    } else {
        SceneMix mix;
        for (int i = 0; i < 5; ++i)
            if (mode == nameOf(kStyles[i])) {
                mix.styles = {};
                mix.styles[i] = 1;
            }
        for (int i = 0; i < n; ++i)
            scenes.push_back(randomScene(rng, mix));
    }
    std::vector<Image> pics;
    const auto t0 = std::chrono::steady_clock::now();
    for (auto& s : scenes)
        pics.push_back(paint(s, w, h));
    const double sec = std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count();
    std::printf("%zu pictures %.1f/s\n", pics.size(), pics.size() / sec);
    auto r = writeImageFile(out, contactSheet(pics, cols), {}, {}, Overwrite::Yes);
    if (!r)
        std::printf("%s\n", r.error().message.c_str());
}
