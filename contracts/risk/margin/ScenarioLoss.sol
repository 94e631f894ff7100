// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {Logarithm} from "../../pricing/Logarithm.sol";
import {Scenario, Thresholds} from "../../types/Config.sol";
import {Claim, Portfolio} from "../../types/Margin.sol";
import {Leg} from "../../types/Mandate.sol";
import {ClaimValue} from "./ClaimValue.sol";
import {Curve, CurveValue} from "./Curve.sol";
import {Line, PriceRun} from "./PriceRun.sol";
import {VolShock} from "./VolShock.sol";

/// @title The worst of the governed scenarios
/// @notice One engine for every list: spot times `spotMul`, vol shocked up, down or not, the change weighted by `damp`.
library ScenarioLoss {
    using ClaimValue for Claim;
    using CurveValue for Curve;

    int256 private constant WAD = 1e18;
    /// @dev What prices take.
    uint256 private constant MAX_AMOUNT = (1 << 112) - 1;

    /// @dev The book at the mark. `worth` is that of its lines, 36 decimals; by parity its puts are calls, `puts` of base
    /// short and `strikes` of cash.
    struct Start {
        Line[] lines;
        int256 worth;
        int256 puts;
        int256 strikes;
        int256 options;
        int256 claims;
    }

    /// @notice Zero or more, 18-decimal quote.
    /// @return loss most that options and claims together lose
    /// @return liability most that the options alone are short of zero by
    function worst(
        Portfolio memory p,
        Claim[] memory claims,
        Scenario[] memory scenarios,
        Thresholds memory terms
    ) internal pure returns (uint256 loss, uint256 liability) {
        Start memory start = _start(p, terms);
        start.claims = _claims(claims, p.spot);
        for (uint256 i; i < scenarios.length; i++) {
            (int256 options, int256 claimed) = _change(p.spot, claims, start, scenarios[i]);
            if (-options - claimed > int256(loss)) loss = uint256(-options - claimed);
            int256 owed = -start.options - options;
            if (owed > int256(liability)) liability = uint256(owed);
        }
    }

    function _start(Portfolio memory p, Thresholds memory terms) private pure returns (Start memory start) {
        start.options = p.settled;
        start.lines = new Line[](p.legs.length);
        for (uint256 i; i < p.legs.length; i++) {
            Leg memory leg = p.legs[i];
            Curve memory curve = CurveValue.along(leg, p.spot, p.time);
            Line memory line = start.lines[i];
            (line.strike, line.moneyness) = (curve.strike, curve.moneyness);
            _widths(line, curve, leg, p.time, terms);
            line.live = int256(leg.size) * int256(p.weights[i]) / WAD;
            if (curve.put) {
                start.puts += line.live;
                start.strikes += line.live * int256(line.strike);
            }
            // What has rolled off counts, but moves no more.
            int256 fixed_ = leg.size - line.live;
            if (fixed_ != 0) start.options += fixed_ * int256(curve.price(p.spot, 0, line.same)) / WAD;
        }
        start.worth = _worth(start, p.spot, 0, 1);
        start.options += start.worth / WAD;
    }

    /// @dev Sizes and amounts have at most 127 and 113 bits, and a book few series: nothing overflows.
    function _worth(Start memory start, uint256 spot, int256 shift, uint256 shock)
        private
        pure
        returns (int256)
    {
        if (spot > MAX_AMOUNT) spot = MAX_AMOUNT;
        return PriceRun.sum(start.lines, spot, shift, shock) + start.strikes - start.puts * int256(spot);
    }

    function _widths(
        Line memory line,
        Curve memory curve,
        Leg memory leg,
        uint256 time,
        Thresholds memory terms
    ) private pure {
        uint256 expiry = leg.series.expiry();
        (uint256 up, uint256 down) = VolShock.shocked(leg.vol, expiry > time ? expiry - time : 0, terms);
        line.down = FixedPointMathLib.max(curve.width(down), 1);
        line.same = FixedPointMathLib.max(curve.width(leg.vol), 1);
        line.up = FixedPointMathLib.max(curve.width(up), 1);
    }

    /// @dev Damped changes of options and of claims.
    function _change(uint256 spot, Claim[] memory claims, Start memory start, Scenario memory s)
        private
        pure
        returns (int256 options, int256 claimed)
    {
        int256 damp = int256(uint256(s.damp));
        spot = spot * s.spotMul / uint256(WAD);
        claimed = (_claims(claims, spot) - start.claims) * damp / WAD;
        int256 shift = Logarithm.lnRatio(s.spotMul, uint256(WAD));
        options = (_worth(start, spot, shift, uint256(int256(s.volShock) + 1)) - start.worth) / WAD;
        options = options * damp / WAD;
    }

    function _claims(Claim[] memory claims, uint256 spot) private pure returns (int256 value) {
        for (uint256 i; i < claims.length; i++) {
            value += claims[i].low(spot);
        }
    }
}
