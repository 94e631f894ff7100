// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Scenario, Thresholds} from "../types/Config.sol";
import {Claim, Conditions, Mark, Portfolio} from "../types/Margin.sol";

/// @title The mathematics of margin: pure, and apart from what reads the book
/// @notice Amounts are 18-decimal quote. Nothing here reverts for a book that `Books` allows.
interface IMarginModel {
    /// @notice Options at model, and the worst of the governed scenarios (MATH: Scenario margin).
    /// @param window settlement window, seconds
    /// @return mark value and greeks at spot
    /// @return loss most that options and claims lose together, each claim at its worse end, contingencies included
    /// @return liability most that the options alone are short of zero by
    function solvency(
        Portfolio calldata portfolio,
        Claim[] calldata claims,
        Scenario[] calldata scenarios,
        Thresholds calldata terms,
        uint256 window
    ) external pure returns (Mark memory mark, uint256 loss, uint256 liability);

    /// @notice The claim with `up` and `down` set: how far an unreported hedge may have gone.
    function widen(Claim calldata claim, Conditions calldata conditions) external pure returns (Claim memory);

    /// @notice Targets at evenly spaced spots over spot * (1 +- innerRange); the spot itself is the middle one.
    function targets(Portfolio calldata portfolio, uint256 innerRange)
        external
        pure
        returns (uint256[] memory spots, int256[] memory targets_);
}
