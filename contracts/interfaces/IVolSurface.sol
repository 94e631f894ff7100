// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Smile, SmileParameter} from "../types/Smile.sol";

/// @title Annual volatility per market, expiry and strike, hub only
/// @notice A quorum of updaters signs a smile per expiry. Between expiries total variance vol^2 * t is linear in time at equal
/// log-moneyness k = ln(strike / forward); before the first and after the last the smile keeps its vol. Beyond the checked
/// width vol is flat in k. A smile keeps its vol as time passes; a surface without calendar arbitrage or butterflies stays
/// without.
interface IVolSurface {
    /// @param maxAge seconds after which the surface is stale
    /// @param minInterval least seconds between updates
    /// @param maxStep largest relative change of vol in one update, at every expiry and node of k, 18 decimals
    /// @param minVol lowest vol, 18 decimals
    /// @param maxVol highest vol, 18 decimals
    /// @param width checks cover k from -width to width, 18 decimals
    struct Terms {
        uint32 maxAge;
        uint32 minInterval;
        uint64 maxStep;
        uint64 minVol;
        uint64 maxVol;
        uint64 width;
    }

    error StaleSurface(uint32 market, uint256 age, uint256 limit);
    error NoSurface(uint32 market);
    error VolOutOfRange(uint256 vol, uint256 min, uint256 max);
    error SmileOutOfRange(uint40 expiry, SmileParameter parameter, int256 value, int256 min, int256 max);
    error VolStep(uint40 expiry, int256 k, uint256 old, uint256 current, uint256 limit);
    error UpdateTooSoon(uint256 elapsed, uint256 limit);
    error ExpiriesNotRising(uint40 previous, uint40 next);
    error SmileCount(uint256 count, uint256 min, uint256 max);
    /// @notice Total variance in vol^2 * seconds, 18 decimals, is below that of the expiry before.
    error CalendarArbitrage(uint40 expiry, int256 k, uint256 variance, uint256 previous);
    /// @notice Durrleman's g, 18 decimals, is below zero: the density of spot is.
    error Butterfly(uint40 expiry, int256 k, int256 g);
    error UpdateExpired(uint64 deadline, uint256 time);
    error WrongNonce(uint64 nonce, uint64 expected);
    error BelowQuorum(uint256 signatures, uint256 quorum);
    error BadQuorum(uint256 quorum, uint256 updaters);
    error UpdatersNotRising(address previous, address next);
    /// @notice Not a signature over this update, or not of an updater, or not above the signer before.
    error BadUpdaterSignature(uint256 index, address signer);

    event TermsSet(uint32 indexed market, Terms terms);
    event UpdatersSet(address[] updaters, uint8 quorum);
    event SurfaceUpdated(uint32 indexed market, uint64 nonce, Smile[] smiles, address submitter);

    /// @notice By RiskParameters, as the governed family `surface`: bounds and who may change what are its rules'.
    function setTerms(uint32 market, Terms calldata terms) external;
    /// @notice Replaces the updaters of all markets; addresses rise, and `quorum` of them must sign.
    function setUpdaters(address[] calldata list, uint8 quorum) external;
    /// @notice Replaces the smiles; anyone may submit what a quorum has signed as EIP-712
    /// Update(uint32 market,Smile[] smiles,uint64 nonce,uint64 deadline), once: the nonce is the next of the market. Whoever
    /// submits chooses when until the deadline, and age counts from then, so deadlines should be near.
    /// @dev Vol's range holds at every k of the width. Butterflies (Durrleman's g < 0), calendar arbitrage and the step from
    /// the surface in force are looked for at 33 equidistant nodes of k, and steps at each new expiry and each old one still
    /// to come, which bounds them at every expiry. A smile's bottom is no narrower than half the distance of nodes.
    /// @param signatures in rising order of their signers
    function updateSigned(
        uint32 market,
        Smile[] calldata smiles,
        uint64 nonce,
        uint64 deadline,
        bytes[] calldata signatures
    ) external;

    /// @notice Vol for an expiry and strike, 18 decimals; reverts when stale.
    /// @param strike 18 decimals
    /// @param forward 18 decimals; spot where carry is zero
    function vol(uint32 market, uint40 expiry, uint256 strike, uint256 forward) external view returns (uint64);
    /// @notice The same without the staleness check: margin must not stop when an updater does (P9).
    function lastVol(uint32 market, uint40 expiry, uint256 strike, uint256 forward)
        external
        view
        returns (uint64 vol_, uint64 updatedAt);
    /// @return list in force
    /// @return nonce of the update that set it; the next is one more
    /// @return updatedAt UNIX seconds
    function smiles(uint32 market) external view returns (Smile[] memory list, uint64 nonce, uint64 updatedAt);
    function termsOf(uint32 market) external view returns (Terms memory);
    function updaters() external view returns (address[] memory list, uint8 quorum);
}
