// A seed: typed, drawn by dice, taken from the last picture, or left open so that each picture gets
// a new one.
#pragma once

#include <QWidget>

#include <cstdint>
#include <optional>

class QLineEdit;
class QToolButton;

namespace diptych::widgets {

class SeedEdit : public QWidget {
    Q_OBJECT

  public:
    explicit SeedEdit(QWidget* parent = nullptr);

    /// Empty = a new one for each drawing.
    std::optional<std::int64_t> seed() const { return seed_; }
    void setSeed(std::optional<std::int64_t> seed);
    /// The seed of the last picture, for the button that takes it.
    void setPrevious(std::int64_t seed);

  Q_SIGNALS:
    void seedEdited(std::optional<std::int64_t> seed);

  private:
    void put(std::optional<std::int64_t> seed);
    void refresh();

    std::optional<std::int64_t> seed_;
    std::optional<std::int64_t> previous_;
    QLineEdit* edit_;
    QToolButton* lock_;
    QToolButton* dice_;
    QToolButton* recall_;
};

} // namespace diptych::widgets
