// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Change} from "../types/Parameter.sol";
import {ITermRange} from "./ITermRange.sol";

/// @title Acts at once, and only away from risk
/// @notice The guardian moves fields away from risk (ParameterRules: once a window, no further than their limit, none without
/// direction), stops what adds risk for a while, and vetoes the steward's steps. Stops are one at a time, end by themselves, lie
/// apart, and all of any 30 days fit into a share, so a hostile guardian costs new business for that share and nothing else
/// (P7). Clearing and Books ask here before they take on risk; withdrawals, hedges, fills, settlement, publishing, and trades
/// that add none never do.
interface IGuardian is ITermRange {
    /// @notice RISK: trades after which both sides together need more than before. SERIES: trades in a series that neither
    /// side holds. DEPOSITS: deposits into books that have no position and no debt, so that a top-up always goes through.
    enum Stop {
        RISK,
        SERIES,
        DEPOSITS
    }

    /// @param longest seconds that a stop may last
    /// @param apart seconds from the end of a stop to the next
    /// @param share seconds of stops in any 30 days
    struct Terms {
        uint32 longest;
        uint32 apart;
        uint32 share;
    }

    /// @notice What was asked for is stopped until then.
    error Stopped(Stop what, uint256 until);
    error StopEmpty();
    error StopTooLong(uint256 duration, uint256 longest);
    error StopTooSoon(uint256 time, uint256 from);
    error StopShareSpent(uint256 used, uint256 share);
    error NotStopped();

    event TermsSet(Terms old, Terms current);
    /// @param used seconds of stops that count now against the share
    event StopBegan(Stop[] what, uint48 until, uint256 used);
    event StopEnded(uint48 at);

    function setTerms(Terms calldata terms) external;
    /// @notice Moves fields away from risk, all or none.
    /// @param operation goes into RiskParameters' events
    function tighten(Change[] calldata changes, bytes32 operation) external;
    /// @notice Stops what adds risk, from now on for `duration` seconds.
    function stop(Stop[] calldata what, uint32 duration) external;
    /// @notice Ends a stop early. The time it was to last stays spent.
    function resume() external;
    /// @notice Ends a step of the steward.
    function veto(bytes32 id) external;

    function isStopped(Stop what) external view returns (bool);
    /// @notice Reverts with Stopped.
    function requireOpen(Stop what) external view;
    /// @notice End of the last stop.
    function stoppedUntil() external view returns (uint48);
    /// @notice Seconds of stops that count against the share of one that begins now.
    function used() external view returns (uint256);
    function terms() external view returns (Terms memory);
}
