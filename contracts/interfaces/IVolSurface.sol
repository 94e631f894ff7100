// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Annual volatility per market and expiry, hub only
/// @notice Updaters set pillars; between pillars total variance vol^2 * t is linear in time, flat vol outside.
interface IVolSurface {
    /// @param maxAge seconds after which the surface is stale
    /// @param minInterval least seconds between updates
    /// @param maxStep largest relative change of a pillar in one update, 18 decimals
    /// @param minVol lowest vol, 18 decimals
    /// @param maxVol highest vol, 18 decimals
    struct Terms {
        uint32 maxAge;
        uint32 minInterval;
        uint64 maxStep;
        uint64 minVol;
        uint64 maxVol;
    }

    error StaleSurface(uint32 market, uint256 age, uint256 limit);
    error NoSurface(uint32 market);
    error VolOutOfRange(uint256 vol, uint256 min, uint256 max);
    error VolStep(uint40 expiry, uint256 old, uint256 current, uint256 limit);
    error UpdateTooSoon(uint256 elapsed, uint256 limit);
    error ExpiriesNotRising(uint40 previous, uint40 next);
    error LengthMismatch(uint256 expiries, uint256 vols);
    error CalendarArbitrage(uint40 expiry, uint256 variance, uint256 previous);

    event TermsSet(uint32 indexed market, Terms terms);
    event SurfaceUpdated(uint32 indexed market, uint40[] expiries, uint64[] vols, address updater);

    function setTerms(uint32 market, Terms calldata terms) external;
    /// @notice Replaces the pillars. The step is measured against the surface in force at each new expiry and at each old one
    /// still to come, which bounds it at every expiry.
    function update(uint32 market, uint40[] calldata expiries, uint64[] calldata vols) external;
    /// @notice Vol for an expiry, 18 decimals; reverts when stale.
    function vol(uint32 market, uint40 expiry) external view returns (uint64);
    /// @notice The same without the staleness check: margin must not stop when an updater does (P9).
    function lastVol(uint32 market, uint40 expiry) external view returns (uint64 vol_, uint64 updatedAt);
    function pillars(uint32 market)
        external
        view
        returns (uint40[] memory expiries, uint64[] memory vols, uint64 updatedAt);
}
