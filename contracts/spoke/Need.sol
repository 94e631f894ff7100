// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IHedgeExecutor} from "../interfaces/IHedgeExecutor.sol";
import {LeaseState} from "../types/Message.sol";
import {Scene, Line} from "./Scene.sol";

/// @title What a book needs traded, as far as its own inventory and quote carry it
library Need {
    /// @notice Under a lease: an active book walks to its inner band, by one lot more at most.
    function toInnerBand(Scene memory scene, Line memory line) internal pure {
        int256 y = line.distance();
        if (!line.at.active) revert IHedgeExecutor.InsideBand(line.book, y, line.at.outer);
        line.need = carried(scene, line, SignedMath.abs(y) - line.at.inner, scene.worstPrice(y < 0));
        line.most =
            scene.pair.baseWad(scene.pair.baseUp(SignedMath.abs(y) - line.at.inner)) + scene.config.lot;
    }

    /// @notice In HOLD: the roll-off alone, towards the target and out of inventory.
    function toRollOff(Scene memory scene, Line memory line, uint256 left) internal pure {
        int256 y = line.distance();
        if (left == 0 || y <= 0) revert IHedgeExecutor.LeaseEnded(LeaseState.HOLD);
        line.most = scene.pair.baseWad(scene.pair.baseDown(Math.min(left, uint256(y))));
        line.need = carried(scene, line, line.most, scene.worstPrice(false));
    }

    /// @notice For a fill: to the inner band, or one lot where that is less.
    function toFill(Scene memory scene, Line memory line, uint256 price) internal pure {
        uint256 need = Math.max(SignedMath.abs(line.distance()) - line.at.inner, scene.config.lot);
        line.need = carried(scene, line, need, price);
        line.most = scene.pair.baseWad(scene.pair.baseUp(need));
    }

    /// @notice Signed native base of a need that the book can deliver, or pay at `price`.
    function carried(Scene memory scene, Line memory line, uint256 need, uint256 price)
        internal
        pure
        returns (int256)
    {
        uint256 native = scene.pair.baseUp(need);
        if (line.distance() > 0) {
            return -int256(Math.min(native, scene.pair.baseDown(SignedMath.abs(line.at.held))));
        }
        uint256 dearest = scene.pair.quoteAt(native, price, Math.Rounding.Ceil);
        return int256(dearest > line.quote ? Math.mulDiv(native, line.quote, dearest) : native);
    }
}
