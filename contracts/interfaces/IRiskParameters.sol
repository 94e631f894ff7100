// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    ExitTerms,
    HedgeBand,
    HedgeLimits,
    Liquidity,
    OracleTerms,
    SettlementTerms,
    VenueTerms,
    SpokeTerms,
    Scenario,
    Thresholds,
    MandateTerms,
    SpokeConfig
} from "../types/Config.sol";
import {Change, ChangePath, ParameterKey} from "../types/Parameter.sol";

/// @title Every number governance decides, hub side
/// @notice Small structs per market, spoke and venue, readable whole and changed field by field: what a field may be, and who
/// may move it how far, is in IParameterRules. Rules between fields are checked once a batch, on its result. A batch that
/// changes what a spoke sees raises that spoke's version by one; `MandateBook.sendConfig` carries the snapshot there.
interface IRiskParameters {
    /// @notice `key` was set to `value`, outside [min, max].
    error OutOfRange(bytes32 key, uint256 value, uint256 min, uint256 max);
    /// @notice A rule between two fields is broken: `left` must not exceed `right`.
    error CrossRule(bytes32 rule, uint256 left, uint256 right);
    error UnknownMarket(uint32 market);
    error UnknownSpoke(uint64 spoke);
    error MarketExists(uint32 market);
    error SpokeExists(uint64 spoke);
    error MarketListed(uint32 market, uint64 spoke);
    error MarketNotListed(uint32 market, uint64 spoke);
    /// @notice Two venues of one spoke must not share an id.
    error VenueIdTaken(uint32 venue);

    error UnknownVenue(uint32 venue);
    /// @notice A field is not what was expected when the change was decided: it moved by more than the tolerance.
    error ValueMoved(ParameterKey key, uint256 value, uint256 expected, uint256 tolerance);

    /// @notice A venue or a list of scenarios is not what was expected when it was decided to replace it: digests of both.
    error StructMoved(bytes32 current, bytes32 expected);

    /// @notice One field was changed.
    /// @param operation of the timelock for a vote (0: the admin acted without it, as at deployment), else the id that the steward
    /// or the guardian gave it
    event ParameterChanged(
        ParameterKey indexed key,
        uint256 old,
        uint256 value,
        address indexed actor,
        ChangePath path,
        bytes32 indexed operation
    );
    /// @notice A struct was set, whole or a field of it; actor, path and operation as above.
    /// @param terms key of its first field
    /// @param old its fields before, in its order; zeros where nothing stood
    event TermsSet(
        ParameterKey indexed terms,
        uint256[] old,
        uint256[] current,
        address indexed actor,
        ChangePath path,
        bytes32 indexed operation
    );
    event ScenariosSet(
        uint32 indexed market,
        Scenario[] old,
        Scenario[] current,
        address indexed actor,
        ChangePath path,
        bytes32 indexed operation
    );
    event MarketAdded(
        uint32 indexed market, string name, uint8 baseDecimals, uint8 quoteDecimals, uint128 lot
    );
    event SpokeAdded(uint64 indexed spoke);
    /// @notice The snapshot of a spoke changed.
    event ConfigChanged(
        uint64 indexed spoke,
        uint64 version,
        bytes32 digest,
        address indexed actor,
        ChangePath path,
        bytes32 indexed operation
    );

    /// @notice A market as the hub knows it.
    /// @param decimals of the tokens on every chain
    struct Market {
        string name;
        uint8 baseDecimals;
        uint8 quoteDecimals;
        uint128 lot;
    }

    function addMarket(
        uint32 market,
        Market calldata terms,
        OracleTerms calldata oracle,
        SettlementTerms calldata settlement,
        Thresholds calldata thresholds,
        MandateTerms calldata mandate,
        Scenario[] calldata scenarios
    ) external;
    /// @notice Adds a spoke with no market.
    function addSpoke(uint64 spoke, SpokeTerms calldata terms, ExitTerms calldata exit) external;
    /// @notice Makes a market tradable on a spoke.
    function listMarket(
        uint32 market,
        uint64 spoke,
        HedgeBand calldata band,
        HedgeLimits calldata limits,
        Liquidity calldata liquidity,
        VenueTerms[] calldata venues
    ) external;
    /// @notice Adds the venue or replaces the one of the same id.
    /// @param expected keccak256(abi.encode(terms)) of what stands under the id; where nothing does, of terms that are all zero
    function setVenue(uint32 market, uint64 spoke, bytes32 expected, VenueTerms calldata venue) external;
    /// @notice Changes fields, all or none, in this order. Timelock, steward and guardian each by their own rules.
    /// @param operation what the steward or the guardian calls it, for the events; a vote's is the timelock's, whatever stands here
    function change(Change[] calldata changes, bytes32 operation) external;
    /// @notice Replaces the scenarios of a market.
    /// @param expected keccak256(abi.encode(scenarios(market))) of those it replaces
    function setScenarios(uint32 market, bytes32 expected, Scenario[] calldata scenarios) external;

    function marketOf(uint32 market) external view returns (Market memory);
    function markets() external view returns (uint32[] memory);
    function spokes() external view returns (uint64[] memory);
    function spokeTerms(uint64 spoke) external view returns (SpokeTerms memory);
    /// @notice What leaving the spoke takes beside its terms; the spoke does not see it.
    function exitTerms(uint64 spoke) external view returns (ExitTerms memory);
    function hedgeBand(uint32 market, uint64 spoke) external view returns (HedgeBand memory);
    function hedgeLimits(uint32 market, uint64 spoke) external view returns (HedgeLimits memory);
    /// @notice Facts that bound clips and the least band; the spoke does not see them.
    function liquidity(uint32 market, uint64 spoke) external view returns (Liquidity memory);
    function oracleTerms(uint32 market) external view returns (OracleTerms memory);
    function settlementTerms(uint32 market) external view returns (SettlementTerms memory);
    function venues(uint32 market, uint64 spoke) external view returns (VenueTerms[] memory);
    /// @notice Thresholds in force: those of liquidation move to a new value over a governed time.
    function thresholds(uint32 market) external view returns (Thresholds memory);
    function mandateTerms(uint32 market) external view returns (MandateTerms memory);
    function scenarios(uint32 market) external view returns (Scenario[] memory);
    /// @notice What the spoke shall work under, with version; digest is keccak256(abi.encode(snapshot)).
    function snapshot(uint64 spoke) external view returns (SpokeConfig memory);
    function version(uint64 spoke) external view returns (uint64);
    function digest(uint64 spoke) external view returns (bytes32);
}
