// What to do when there is no picture yet and only the demo model: three ways to a real one.
#pragma once

#include <QWidget>

namespace diptych::widgets {

class WelcomeCards : public QWidget {
    Q_OBJECT

  public:
    /// Stands below the middle of `view`, as long as there is room and it is wanted.
    explicit WelcomeCards(QWidget* view);

    void setWanted(bool wanted);
    bool isWanted() const { return wanted_; }

  Q_SIGNALS:
    void findModelRequested();
    void remoteEncoderRequested();
    void getModelRequested();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void place();

    QWidget* view_;
    bool wanted_ = false;
};

} // namespace diptych::widgets
