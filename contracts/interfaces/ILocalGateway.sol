// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";

/// @title An ERC-7786 gateway whose messages a carrier delivers under signatures of the family's attesters
/// @notice Source and destination in one. The send id is reproducible: keccak256(abi.encode(source chain, source gateway,
/// nonce, sender, recipient, payload)). Delivery checks the remote gateway of the source chain, a threshold of attesters
/// (ascending by address), and that the id is new.
interface ILocalGateway is IERC7786GatewaySource {
    /// @notice A message in flight; `sender` and `recipient` are ERC-7930 interoperable addresses.
    struct Packet {
        uint64 sourceChain;
        address sourceGateway;
        uint64 nonce;
        bytes sender;
        bytes recipient;
        bytes payload;
    }

    error UnknownRemote(uint64 chain, address gateway);
    error AlreadyDelivered(bytes32 sendId);
    error BadSignature(uint256 index, address signer);
    error BelowThreshold(uint256 signatures, uint256 threshold);
    error WrongDestination(uint64 chain);
    error RefusedByRecipient(address recipient);

    event RemoteSet(uint64 indexed chain, address gateway);
    event AttestersSet(address[] attesters, uint8 threshold);
    event Delivered(bytes32 indexed sendId, address indexed recipient);

    function setRemote(uint64 chain, address gateway) external;
    function setAttesters(address[] calldata attesters, uint8 threshold) external;
    function deliver(Packet calldata packet, bytes[] calldata signatures) external;
    /// @notice What attesters sign (EIP-191 over the send id bound to this destination gateway and chain).
    function attestationHash(Packet calldata packet) external view returns (bytes32);
    function sendId(Packet calldata packet) external pure returns (bytes32);
    function delivered(bytes32 id) external view returns (bool);
    function nonce() external view returns (uint64);
}
