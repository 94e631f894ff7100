// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {BlackScholes} from "../../pricing/BlackScholes.sol";
import {Leg} from "../../types/Mandate.sol";
import {Mark, Portfolio} from "../../types/Margin.sol";

/// @title Values of a portfolio: the options at model, and their greeks
library PortfolioValue {
    int256 internal constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;

    function mark(Portfolio memory p) internal pure returns (Mark memory m) {
        m.value = p.settled;
        for (uint256 i; i < p.legs.length; i++) {
            Leg memory leg = p.legs[i];
            BlackScholes.Greeks memory g = _greeks(leg, p.spot, leg.vol, p.time);
            int256 live = int256(leg.size) * int256(p.weights[i]) / WAD;
            m.value += leg.size * int256(g.price) / WAD;
            m.delta += live * g.delta / WAD;
            m.gamma += live * int256(g.gamma) / WAD;
            m.vega += live * int256(g.vega) / WAD;
            m.theta += live * g.theta / WAD;
        }
    }

    function _greeks(Leg memory leg, uint256 spot, uint256 vol, uint256 time)
        internal
        pure
        returns (BlackScholes.Greeks memory)
    {
        return BlackScholes.evaluate(
            spot, leg.series.strike(), vol, tau(leg, time), leg.carry, 0, leg.series.isPut()
        );
    }

    /// @notice Years to expiry, 18 decimals; zero once expired.
    function tau(Leg memory leg, uint256 time) internal pure returns (uint256) {
        uint256 expiry = leg.series.expiry();
        return expiry > time ? (expiry - time) * uint256(WAD) / YEAR : 0;
    }
}
